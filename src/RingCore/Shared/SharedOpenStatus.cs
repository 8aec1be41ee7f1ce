namespace RingCore;

/// <summary>Whether shared memory was opened, and if not, why.</summary>
public enum SharedOpenStatus
{
    /// <summary>It is open.</summary>
    Opened,

    /// <summary>The host has no sealed files, or not the processor that a ring needs.</summary>
    NotSupported,

    /// <summary>The descriptor is not of a file that can have seals.</summary>
    NotAMemfd,

    /// <summary>A seal is missing that keeps the memory from being pulled away or from being written.</summary>
    NotSealed,

    /// <summary>The size is not the expected one, or too small for what should stand there, or not whole pages.</summary>
    WrongSize,

    /// <summary>The kernel refuses the mapping: no memory or address space, or a descriptor without the right.</summary>
    MapRefused,

    /// <summary>What stands there is not a shared ring.</summary>
    WrongMagic,

    /// <summary>A shared ring of another version of the format.</summary>
    OtherVersion,

    /// <summary>The header is not complete: whoever was making the ring died, or hands it over too early.</summary>
    HalfMade,

    /// <summary>The ring has been ended by its producer's side, or is another than the expected one.</summary>
    Stale,

    /// <summary>A design, geometry, size or alignment in the header is none that this version can have.</summary>
    UnknownLayout,

    /// <summary>The two regions are not of one ring.</summary>
    RegionsDoNotMatch,

    /// <summary>A file without seals, and the caller does not say that it trusts its peer.</summary>
    PeerNotTrusted,

    /// <summary>The file cannot be opened.</summary>
    NoSuchFile,

    /// <summary>No peer sent the ring in time.</summary>
    TimedOut,

    /// <summary>The peer went away before it had sent the ring.</summary>
    PeerGone,

    /// <summary>The peer sent something else.</summary>
    UnknownMessage,
}
