using RingCore.TraceReport.Rings;

namespace RingCore.TraceReport.Reporting;

/// <summary>A counter over the trace.</summary>
/// <param name="IsKnown">Whether the traced process knows it: of a shared ring, each process knows its own side's.</param>
/// <param name="Count">What was counted during the trace: the difference of the last total and the first.</param>
/// <param name="PerSecond">The same by the time that the ring lived in the trace.</param>
/// <param name="Total">The last total: since the ring was made.</param>
/// <param name="PerPart">What was counted in each part of the trace.</param>
internal sealed record CounterSummary(bool IsKnown, long Count, double PerSecond, long Total, long[] PerPart)
{
    internal static CounterSummary Of(Cumulative counter, double lifeMs, int parts, double endMs) => new(
        counter.IsKnown, counter.Difference, lifeMs > 0 ? counter.Difference / lifeMs * 1000 : 0, counter.Last, counter.PerPart(parts, endMs));
}
