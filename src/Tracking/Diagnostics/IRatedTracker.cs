namespace RingCore.Tracking.Diagnostics;

/// <summary>A tracker as the meter sees it.</summary>
internal interface IRatedTracker
{
    /// <summary>Tells trackers of this process apart, from 1.</summary>
    long TraceNumber { get; }

    /// <summary>Pages marked per second over the last rounds. By any thread.</summary>
    double DirtyPagesPerSecond { get; }
}
