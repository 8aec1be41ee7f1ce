namespace RingCore;

/// <summary>Why a reset stopped.</summary>
public enum ResetStatus : byte
{
    /// <summary>At the first entry that is not harvested: everything harvested before it is reset.</summary>
    Complete,

    /// <summary>At the caller's limit; there may be more.</summary>
    LimitReached,

    /// <summary>At the caller's cancellation; there may be more.</summary>
    Cancelled,

    /// <summary>The collector's index stands before what is reset already. Nothing was changed.</summary>
    PeerRewound,

    /// <summary>
    /// The collector's index stands beyond what is published, and nothing was changed; or an entry that no push has begun to fill has a state, and
    /// everything harvested before it is reset.
    /// </summary>
    PeerOverran,

    /// <summary>A published entry has a state that no party gives it. Everything harvested before it is reset.</summary>
    PeerBrokeState,

    /// <summary>An entry is marked as harvested behind one that is not. Everything harvested before that one is reset.</summary>
    PeerLeftGap,

    /// <summary>The handle has been disposed. Nothing was changed.</summary>
    HandleDisposed,
}
