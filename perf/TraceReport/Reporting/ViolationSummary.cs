using System.Collections.Generic;

namespace RingCore.TraceReport.Reporting;

/// <summary>What a peer did wrong during the trace.</summary>
/// <param name="Count">Of all kinds: the difference of totals.</param>
/// <param name="Kinds">Those whose events the trace holds, by kind.</param>
internal sealed record ViolationSummary(long Count, IReadOnlyDictionary<string, long> Kinds);
