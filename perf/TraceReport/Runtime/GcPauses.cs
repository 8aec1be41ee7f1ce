using System.Collections.Generic;
using Microsoft.Diagnostics.Tracing.Parsers;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;
using RingCore.TraceReport.Rings;

namespace RingCore.TraceReport.Runtime;

/// <summary>
/// Garbage collections' pauses, from the runtime's own events: SuspendEEBegin to RestartEEEnd, the times for a debugger or a profiler left out.
/// </summary>
internal sealed class GcPauses
{
    private readonly Dictionary<int, (double StartMs, int Generation)> _open = [];
    private readonly List<GcPause> _pauses = [];

    internal GcPauses(ClrTraceEventParser runtime)
    {
        runtime.GCSuspendEEStart += suspension =>
        {
            if (suspension.Reason is GCSuspendEEReason.SuspendForGC or GCSuspendEEReason.SuspendForGCPrep)
                _open[suspension.ProcessID] = (suspension.TimeStampRelativeMSec, -1);
        };
        runtime.GCStart += collection =>
        {
            if (_open.TryGetValue(collection.ProcessID, out (double StartMs, int Generation) pause))
                _open[collection.ProcessID] = pause with { Generation = collection.Depth };
        };
        runtime.GCRestartEEStop += restart => Close(restart.ProcessID, restart.TimeStampRelativeMSec);
    }

    /// <summary>The pauses; one that did not end lasts until the trace's end.</summary>
    internal IReadOnlyList<GcPause> Finish(double endMs)
    {
        foreach (int process in new List<int>(_open.Keys))
            Close(process, endMs);
        return _pauses;
    }

    private void Close(int process, double atMs)
    {
        if (_open.Remove(process, out (double StartMs, int Generation) pause))
            _pauses.Add(new GcPause(process, new Interval(pause.StartMs, atMs), pause.Generation));
    }
}
