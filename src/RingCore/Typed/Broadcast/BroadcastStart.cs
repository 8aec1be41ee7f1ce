namespace RingCore;

/// <summary>Where a new reader of a broadcast ring begins.</summary>
public enum BroadcastStart
{
    /// <summary>With the next item that is published: whatever a push begins to publish after the reader was added.</summary>
    Next,

    /// <summary>With the oldest item that is still in the ring. The producer overwrites that one next: a reader that is slow to begin loses it, counted.</summary>
    Oldest,
}
