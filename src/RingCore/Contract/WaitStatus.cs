namespace RingCore;

/// <summary>Why a wait ended.</summary>
public enum WaitStatus : byte
{
    /// <summary>What was waited for is there.</summary>
    Ready,

    /// <summary>The time is up.</summary>
    TimedOut,

    /// <summary>The caller's token was cancelled.</summary>
    Cancelled,

    /// <summary>The handle has been disposed.</summary>
    HandleDisposed,

    /// <summary>The other side has ended: what was waited for will not come. Typed rings only.</summary>
    Completed,
}
