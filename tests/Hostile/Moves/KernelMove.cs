namespace RingCore.Hostile.Moves;

/// <summary>What a hostile peer asks of the kernel. "Told" is the region that it may only read, "answered" the one that it may write.</summary>
internal enum KernelMove
{
    /// <summary>ftruncate to one page.</summary>
    ShrinkTold,

    /// <summary>ftruncate to twice the size.</summary>
    GrowTold,

    /// <summary>fallocate with PUNCH_HOLE.</summary>
    PunchTold,

    /// <summary>madvise with MADV_REMOVE.</summary>
    RemoveTold,

    /// <summary>F_ADD_SEALS.</summary>
    SealTold,

    /// <summary>mmap for writing.</summary>
    MapToldForWriting,

    /// <summary>mprotect to writable.</summary>
    ProtectTold,

    /// <summary>Opened for writing again by /proc/self/fd, and written.</summary>
    WriteReopenedTold,

    /// <summary>ftruncate to one page.</summary>
    ShrinkAnswered,

    /// <summary>ftruncate to twice the size.</summary>
    GrowAnswered,

    /// <summary>fallocate beyond the end.</summary>
    ExtendAnswered,

    /// <summary>F_ADD_SEALS: with WRITE, the producer's side could map it no more.</summary>
    SealAnswered,

    /// <summary>Opened with O_TRUNC by /proc/self/fd.</summary>
    TruncateReopenedAnswered,

    /// <summary>fallocate with PUNCH_HOLE: the kernel allows it to whoever may write, and the pages read as zeros.</summary>
    PunchAnswered,

    /// <summary>madvise with MADV_REMOVE: the same.</summary>
    RemoveAnswered,

    /// <summary>Opened for writing again by /proc/self/fd, and written: allowed, it is writable.</summary>
    WriteReopenedAnswered,
}
