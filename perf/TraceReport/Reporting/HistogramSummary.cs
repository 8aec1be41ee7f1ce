using System.Collections.Generic;
using RingCore.TraceReport.Rings;

namespace RingCore.TraceReport.Reporting;

/// <summary>A distribution of whole numbers, of the events that the trace holds.</summary>
internal sealed record HistogramSummary(long Count, double Mean, long Max, IReadOnlyList<HistogramBucket> Buckets)
{
    internal static HistogramSummary Of(Histogram histogram) => new(histogram.Count, histogram.Mean, histogram.Max, histogram.Filled());
}
