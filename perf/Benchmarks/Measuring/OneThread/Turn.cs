namespace RingCore.Benchmarks.Measuring.OneThread;

/// <summary>One party's turn in one round.</summary>
/// <param name="Nanoseconds">Per entry, the median of the turn's laps without the timer's own cost.</param>
/// <param name="Counts">Whether the thread kept its processor all the while.</param>
internal readonly record struct Turn(double Nanoseconds, bool Counts);
