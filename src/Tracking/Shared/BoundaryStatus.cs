namespace RingCore.Tracking;

/// <summary>What became of a boundary.</summary>
public enum BoundaryStatus : byte
{
    /// <summary>The collector has copied the round. It is in flight until the collector commits it or gives it back.</summary>
    Copied,

    /// <summary>
    /// The collector had not harvested, or not copied, when the time was up. Its pages come with the next round; what it says about this one
    /// from now on is not believed.
    /// </summary>
    TimedOut,

    /// <summary>The collector gave the round back without copying it. Its pages come with the next round.</summary>
    Returned,

    /// <summary>The last round is neither committed nor given back: there was no boundary.</summary>
    Busy,

    /// <summary>There is no collector: there was no boundary.</summary>
    NotAttached,

    /// <summary>The collector is gone. Everything that it had not committed comes with the next one's first round.</summary>
    PeerGone,

    /// <summary>
    /// The collector wrote what no collector writes (<see cref="SharedTracker.PeerViolations"/>), and has been let go of. As
    /// <see cref="PeerGone"/>.
    /// </summary>
    PeerBroke,
}
