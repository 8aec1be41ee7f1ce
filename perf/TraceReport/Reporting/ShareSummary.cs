using System.Collections.Generic;
using System.Linq;
using RingCore.TraceReport.Rings;

namespace RingCore.TraceReport.Reporting;

/// <summary>How much of a time fell into another.</summary>
/// <param name="Milliseconds">So much.</param>
/// <param name="Percent">Of all of it; null where there was none.</param>
internal sealed record ShareSummary(double Milliseconds, double? Percent)
{
    internal static ShareSummary Of(IReadOnlyCollection<Interval> intervals, IReadOnlyList<Interval> others)
    {
        double total = intervals.Sum(interval => interval.Milliseconds);
        double shared = Overlap.Of(intervals, others);
        return new ShareSummary(shared, total > 0 ? shared / total * 100 : null);
    }
}
