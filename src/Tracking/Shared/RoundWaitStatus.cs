namespace RingCore.Tracking;

/// <summary>Why a collector's wait for a round ended.</summary>
public enum RoundWaitStatus : byte
{
    /// <summary>A round may be copied.</summary>
    Ready,

    /// <summary>The time is up.</summary>
    TimedOut,

    /// <summary>The producer is gone. What was not committed comes again from its successor, over another attachment.</summary>
    PeerGone,
}
