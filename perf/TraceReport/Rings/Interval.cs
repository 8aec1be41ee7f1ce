namespace RingCore.TraceReport.Rings;

/// <summary>A stretch of the trace, in milliseconds from its beginning.</summary>
internal readonly record struct Interval(double StartMs, double EndMs)
{
    /// <summary>How long it lasts.</summary>
    internal double Milliseconds => EndMs - StartMs;
}
