using System.Collections.Generic;
using RingCore.TraceReport.Rings;

namespace RingCore.TraceReport.Reporting;

/// <summary>One side's waits, as far as the trace holds them.</summary>
internal sealed record WaitSummary(string Side, string Strategy, long Waits, double TotalMs, long Wakes, IReadOnlyDictionary<string, long> Endings)
{
    internal static WaitSummary Of(string side, Waits waits) => new(side, waits.Strategy, waits.Ended, waits.Microseconds / 1000.0, waits.Wakes, waits.Endings);
}
