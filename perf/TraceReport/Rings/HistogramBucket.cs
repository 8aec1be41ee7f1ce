namespace RingCore.TraceReport.Rings;

/// <summary>How many values lay from <paramref name="From"/> to <paramref name="To"/>, both included.</summary>
internal readonly record struct HistogramBucket(long From, long To, long Count);
