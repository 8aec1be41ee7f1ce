using System.Runtime.InteropServices;

namespace RingCore.Layouts;

/// <summary>What the producer's side tells whoever opens a shared ring: written once, before the regions are handed over, and copied once by the opener.</summary>
/// <remarks>
/// <code>
///  byte  0       8        12       16       20          24               28         32             40          48
///        +-------+--------+--------+--------+-----------+----------------+----------+--------------+-----------+---------------+
///        | magic | version| design | entries| entryBytes| reservedEntries| alignment| firstPosition| toldBytes | answeredBytes |
///        +-------+--------+--------+--------+-----------+----------------+----------+--------------+-----------+---------------+
///  byte  56             60           64         72          80         84      128
///        +--------------+------------+----------+-----------+----------+-------+
///        | entriesOffset| wakeForm   | nonceLow | nonceHigh | ready    | zeroes|
///        +--------------+------------+----------+-----------+----------+-------+
/// </code>
/// Magic, version and ready stay where they are in every version.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
public struct SharedRingHeader
{
    /// <summary>Size of the header in bytes.</summary>
    public const int Bytes = CacheLine.PaddingBytes;

    /// <summary>"RINGCORE", as a little-endian word.</summary>
    public const ulong MagicValue = 0x45524F43474E4952;

    /// <summary>This version of the format.</summary>
    public const uint VersionValue = 1;

    /// <summary>In <see cref="Ready"/>: the header is being written.</summary>
    public const uint IsMaking = 0;

    /// <summary>In <see cref="Ready"/>: the header is complete.</summary>
    public const uint IsReady = 1;

    /// <summary>In <see cref="Ready"/>: the producer's side has ended the ring.</summary>
    public const uint IsClosed = 2;

    /// <summary>In <see cref="WakeForm"/>: what the producer's side publishes is not ordered by <c>membarrier</c>; waits for it poll.</summary>
    public const uint WaitsPoll = 0;

    /// <summary>In <see cref="WakeForm"/>: the producer's side is registered for <c>MEMBARRIER_CMD_GLOBAL_EXPEDITED</c>; waits for it sleep.</summary>
    public const uint WaitsSleep = 1;

    /// <summary>Offset of <see cref="Ready"/> in bytes.</summary>
    public const int ReadyOffset = 80;

    /// <summary><see cref="MagicValue"/>.</summary>
    [FieldOffset(0)]
    public ulong Magic;

    /// <summary><see cref="VersionValue"/>.</summary>
    [FieldOffset(8)]
    public uint Version;

    /// <summary>A <see cref="SharedRingDesign"/>.</summary>
    [FieldOffset(12)]
    public uint Design;

    /// <summary>Number of entries, a power of two.</summary>
    [FieldOffset(16)]
    public uint Entries;

    /// <summary>Bytes per entry.</summary>
    [FieldOffset(20)]
    public uint EntryBytes;

    /// <summary>Entries between soft full and full.</summary>
    [FieldOffset(24)]
    public uint ReservedEntries;

    /// <summary>Alignment of the words and entries in bytes, <see cref="CacheLine.PaddingBytes"/>.</summary>
    [FieldOffset(28)]
    public uint Alignment;

    /// <summary>Where the free-running counters start.</summary>
    [FieldOffset(32)]
    public ulong FirstPosition;

    /// <summary>Size of the told region in bytes.</summary>
    [FieldOffset(40)]
    public ulong ToldBytes;

    /// <summary>Size of the answered region in bytes.</summary>
    [FieldOffset(48)]
    public ulong AnsweredBytes;

    /// <summary>Where the entries start in their region, in bytes.</summary>
    [FieldOffset(56)]
    public uint EntriesOffset;

    /// <summary><see cref="WaitsPoll"/> or <see cref="WaitsSleep"/>.</summary>
    [FieldOffset(60)]
    public uint WakeForm;

    /// <summary>First half of the random number that both regions of one ring carry.</summary>
    [FieldOffset(64)]
    public ulong NonceLow;

    /// <summary>Second half.</summary>
    [FieldOffset(72)]
    public ulong NonceHigh;

    /// <summary><see cref="IsMaking"/>, <see cref="IsReady"/> or <see cref="IsClosed"/>; released last.</summary>
    [FieldOffset(ReadyOffset)]
    public uint Ready;
}
