using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.Diagnostics.Tracing.Parsers;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;
using RingCore.TraceReport.Rings;

namespace RingCore.TraceReport.Runtime;

/// <summary>
/// The thread pool's stalls. Its gate thread looks twice a second and adds a thread for "starvation" when work is queued and none was taken up
/// for at least 500 ms (PortableThreadPool.GateThread.cs, GateActivitiesPeriodMs, dotnet/runtime): so each such event stands for the 500 ms before it.
/// </summary>
internal sealed class PoolStalls
{
    private const double LookbackMs = 500;
    // The gate thread sleeps 500 ms and then some: two looks in a row are one stall.
    private const double GapMs = 100;

    private readonly List<PoolStall> _looks = [];

    internal PoolStalls(ClrTraceEventParser runtime) => runtime.ThreadPoolWorkerThreadAdjustmentAdjustment += adjustment =>
    {
        if (adjustment.Reason == ThreadAdjustmentReason.Starvation)
            _looks.Add(new PoolStall(adjustment.ProcessID, new Interval(Math.Max(0, adjustment.TimeStampRelativeMSec - LookbackMs), adjustment.TimeStampRelativeMSec)));
    };

    /// <summary>The stalls, of each process in order.</summary>
    internal IReadOnlyList<PoolStall> Finish() =>
    [
        .. _looks.GroupBy(look => look.Process)
            .SelectMany(looks => Overlap.Union(looks.Select(look => look.Interval), GapMs).Select(interval => new PoolStall(looks.Key, interval))),
    ];
}
