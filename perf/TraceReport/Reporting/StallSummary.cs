using System.Collections.Generic;
using System.Linq;
using RingCore.TraceReport.Rings;

namespace RingCore.TraceReport.Reporting;

/// <summary>Stretches of time of one kind.</summary>
internal sealed record StallSummary(int Count, double TotalMs, double LongestMs)
{
    internal static StallSummary Of(IReadOnlyCollection<Interval> intervals) => new(
        intervals.Count, intervals.Sum(interval => interval.Milliseconds), intervals.Select(interval => interval.Milliseconds).DefaultIfEmpty().Max());
}
