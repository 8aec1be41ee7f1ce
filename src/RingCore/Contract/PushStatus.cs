namespace RingCore;

/// <summary>What became of a push.</summary>
public enum PushStatus : byte
{
    /// <summary>The page is in the ring, and the ring is below its soft limit.</summary>
    Published,

    /// <summary>The page is in the ring, and the ring has reached its soft limit: the producer should stop until a reset makes room.</summary>
    PublishedSoftFull,

    /// <summary>The ring is full: nothing was written. The page must go elsewhere, or be pushed again after a reset.</summary>
    RefusedFull,

    /// <summary>The page is in no slot of the ring's slot table: nothing was written. Only rings whose entries name no slot say so.</summary>
    RefusedOutOfRange,

    /// <summary>The handle has been disposed: nothing was written.</summary>
    HandleDisposed,

    /// <summary>The ring is full and its policy is to drop: nothing was written, and the loss is counted. Typed rings only.</summary>
    Dropped,

    /// <summary>The ring has ended: it was completed, or is full and its consumer has been disposed. Nothing was written. Typed rings only.</summary>
    RefusedCompleted,

    /// <summary>
    /// The consumer has skipped the claim, because it was not published for too long: nothing of it is taken. Rings with many producers only.
    /// </summary>
    RefusedSkipped,
}
