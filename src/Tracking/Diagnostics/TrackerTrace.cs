using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using System.Threading;
using RingCore.Diagnostics;

namespace RingCore.Tracking.Diagnostics;

/// <summary>Where trackers tell of their source and rounds: to the event source and the meter that the rings have.</summary>
internal static class TrackerTrace
{
    private static readonly Lock s_gate = new();
    private static readonly List<WeakReference<IRatedTracker>> s_trackers = [];

    private static readonly ObservableGauge<double> s_dirtyRate = RingMeter.Instance.CreateObservableGauge(
        "ringcore.dirty_rate", ReadRates, "{page}/s", "Pages marked per second over a tracker's last rounds; a page counts once per round.");

    private static long s_lastNumber;

    private static RingEventSource Log => RingEventSource.Log;

    /// <summary>The number of a new tracker.</summary>
    internal static long NextNumber()
    {
        lock (s_gate)
            return ++s_lastNumber;
    }

    /// <summary>A tracker is ready.</summary>
    internal static void Made(IRatedTracker tracker, SourceKind source, string why)
    {
        GC.KeepAlive(s_dirtyRate);
        lock (s_gate)
        {
            _ = s_trackers.RemoveAll(static known => !known.TryGetTarget(out _));
            s_trackers.Add(new WeakReference<IRatedTracker>(tracker));
        }

        if (IsOn)
            Log.SourceChosen(tracker.TraceNumber, source.ToString(), why);
    }

    /// <summary>A tracker is disposed.</summary>
    internal static void Disposed(IRatedTracker tracker)
    {
        lock (s_gate)
            _ = s_trackers.RemoveAll(known => !known.TryGetTarget(out IRatedTracker? target) || target == tracker);
    }

    /// <summary>A round is closed.</summary>
    internal static void Collected(IRatedTracker tracker, long round, long pages, TimeSpan time)
    {
        if (IsOn)
            Log.RoundCollected(tracker.TraceNumber, round, pages, (long)time.TotalMicroseconds);
    }

    /// <summary>A round is committed, or its pages come again.</summary>
    internal static void Ended(IRatedTracker tracker, long round, bool isCommitted, TimeSpan sinceCollected)
    {
        if (IsOn)
            Log.RoundEnded(tracker.TraceNumber, round, isCommitted, (long)sinceCollected.TotalMicroseconds);
    }

    private static bool IsOn => Log.IsEnabled(EventLevel.Informational, RingEventSource.Keywords.Rounds);

    private static List<Measurement<double>> ReadRates()
    {
        List<IRatedTracker> trackers = [];
        lock (s_gate)
        {
            foreach (WeakReference<IRatedTracker> known in s_trackers)
            {
                if (known.TryGetTarget(out IRatedTracker? tracker))
                    trackers.Add(tracker);
            }
        }

        return trackers.ConvertAll(static tracker => new Measurement<double>(
            tracker.DirtyPagesPerSecond, new KeyValuePair<string, object?>("tracker", tracker.TraceNumber)));
    }
}
