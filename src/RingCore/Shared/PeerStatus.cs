namespace RingCore;

/// <summary>How an exchange with a peer went.</summary>
public enum PeerStatus
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>The time is up; nothing was sent or received.</summary>
    TimedOut,

    /// <summary>The peer has closed its socket, or died; or it sent an empty message, which means the same.</summary>
    PeerGone,

    /// <summary>The peer sent a message that is longer than the caller's buffer. It is dropped whole, with its descriptors.</summary>
    TooLong,

    /// <summary>The peer sent more descriptors than a message may have. It is dropped whole, with all of them.</summary>
    TooManyDescriptors,

    /// <summary>The peer belongs to another user. The connection is closed.</summary>
    OtherUser,
}
