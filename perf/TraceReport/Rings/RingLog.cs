using System.Collections.Generic;

namespace RingCore.TraceReport.Rings;

/// <summary>The rings and trackers of a trace.</summary>
internal sealed class RingLog
{
    private readonly SortedDictionary<(int Process, uint Ring), TracedRing> _rings = [];
    private readonly SortedDictionary<(int Process, long Tracker), TracedTracker> _trackers = [];

    /// <summary>By process and id.</summary>
    internal IReadOnlyCollection<TracedRing> Rings => _rings.Values;

    /// <summary>By process and id.</summary>
    internal IReadOnlyCollection<TracedTracker> Trackers => _trackers.Values;

    /// <summary>The ring, made when it is first spoken of.</summary>
    internal TracedRing Ring(int process, uint ring)
    {
        if (!_rings.TryGetValue((process, ring), out TracedRing? traced))
            _rings[(process, ring)] = traced = new TracedRing(new RingKey(process, ring));
        return traced;
    }

    /// <summary>The tracker, made when it is first spoken of.</summary>
    internal TracedTracker Tracker(int process, long tracker)
    {
        if (!_trackers.TryGetValue((process, tracker), out TracedTracker? traced))
            _trackers[(process, tracker)] = traced = new TracedTracker(process, tracker);
        return traced;
    }
}
