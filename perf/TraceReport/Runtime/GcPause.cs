using RingCore.TraceReport.Rings;

namespace RingCore.TraceReport.Runtime;

/// <summary>A time during which the runtime held all managed threads for a garbage collection.</summary>
/// <param name="Process">The process's id.</param>
/// <param name="Interval">From the suspension's beginning to the restart's end.</param>
/// <param name="Generation">The generation collected; -1 if no collection began in it (the end of a background one).</param>
internal sealed record GcPause(int Process, Interval Interval, int Generation);
