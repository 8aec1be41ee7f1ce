using System;

namespace RingCore.Tracking;

/// <summary>A writer's ring and words as the collector sees them. Under the collector's lock.</summary>
internal sealed class WriterLane
{
    private readonly WriterWords<CoherentFencePoints> _words;
    private readonly IDirtyRing _ring;

    /// <summary>Takes the collector's side of a new writer.</summary>
    internal WriterLane(IDirtyRing ring, WriterWords<CoherentFencePoints> words)
    {
        words.AddUser();
        (_ring, _words) = (ring, words);
    }

    /// <summary>Whether the writer may have set a mark whose page it has not pushed yet. Before a drain.</summary>
    internal bool IsMarking => _words.InProgress.Any;

    /// <summary>Drains the writer's ring, and lets go of it where its writer has closed it.</summary>
    /// <returns>False where the lane has come to its end: nothing will ever come from it again.</returns>
    internal bool Drain(RingDrain<CoherentFencePoints> drain)
    {
        bool isLast = _words.IsClosed;
        drain.Drain(_ring.Collector, _ring.Resetter, _ring.Geometry.Entries);
        return !isLast;
    }

    /// <summary>Adds the writer's counts.</summary>
    internal TrackerCounters AddTo(TrackerCounters counters) => counters with
    {
        Throttles = counters.Throttles + (long)_words.Throttles,
        ThrottleTimeouts = counters.ThrottleTimeouts + (long)_words.Timeouts,
        ThrottleTime = counters.ThrottleTime + TimeSpan.FromTicks((long)_words.ThrottleTicks),
        Refused = counters.Refused + (long)_words.Refused,
    };

    /// <summary>Ends the collector's side; the writer's lives until the writer is disposed.</summary>
    internal void Release()
    {
        _ring.Collector.Dispose();
        _ring.Resetter.Dispose();
        _words.RemoveUser();
    }
}
