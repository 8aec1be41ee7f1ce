namespace RingCore.Benchmarks.Measuring.TwoThreads;

/// <summary>One party's turn in one round.</summary>
/// <param name="Round">The round, from 0; turns of one round are compared with each other.</param>
/// <param name="Party">Index among the parties.</param>
/// <param name="Nanoseconds">Per item.</param>
/// <param name="Regime">How far apart the processors were.</param>
/// <param name="OneWayNanoseconds">The mean of the ping-pongs before and after.</param>
internal readonly record struct TwoThreadTurn(int Round, int Party, double Nanoseconds, Regime Regime, double OneWayNanoseconds);
