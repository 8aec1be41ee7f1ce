namespace RingCore;

/// <summary>What became of a read of a broadcast ring.</summary>
public enum BroadcastStatus : byte
{
    /// <summary>An item was read, the next in order.</summary>
    Read,

    /// <summary>The reader has read all that is published.</summary>
    Empty,

    /// <summary>
    /// The producer has overwritten the next items. They are counted as lost, and the reader now stands at a later one: the next read goes on there.
    /// </summary>
    Lapped,

    /// <summary>The reader has read all, and nothing more will come.</summary>
    Completed,

    /// <summary>The handle has been disposed.</summary>
    HandleDisposed,
}
