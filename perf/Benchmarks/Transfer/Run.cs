namespace RingCore.Benchmarks.Transfer;

/// <summary>One competitor's turn in one round.</summary>
/// <param name="Round">The round, from 0; runs of one round are compared with each other.</param>
/// <param name="Competitor">Index in the field.</param>
/// <param name="ItemsPerSecond">Throughput.</param>
/// <param name="Distance">How far apart the processors were.</param>
/// <param name="OneWayNanoseconds">The mean of the ping-pongs before and after.</param>
internal readonly record struct Run(int Round, int Competitor, double ItemsPerSecond, Distance Distance, double OneWayNanoseconds);
