using System.Runtime.InteropServices;

namespace RingCore.Layouts;

/// <summary>The start of a shared ring's answered region: written by both sides, so that the producer's side believes nothing that stands in it.</summary>
/// <remarks>
/// <code>
///  byte  0      8        16                    128     256                          384        512
///        +------+--------+---------------------+-------+----------------------------+----------+------------------------------------
///        | magic| version| nonceLow  nonceHigh | fetch | collectorWaits  resetWaits | doorbell | flagged: entries…, then a last pad
///        +------+--------+---------------------+-------+----------------------------+----------+------------------------------------
/// </code>
/// The first line is the region's mark: written once by the producer's side, read once by the opener. The two waits share a line: each is written
/// only by somebody about to sleep or by somebody who wakes a sleeper.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
public struct AnsweredWords
{
    /// <summary>Size of the block in bytes; entries may follow.</summary>
    public const int Bytes = 4 * CacheLine.PaddingBytes;

    /// <summary>"RINGANSW", as a little-endian word.</summary>
    public const ulong MagicValue = 0x57534E41474E4952;

    /// <summary><see cref="MagicValue"/>.</summary>
    [FieldOffset(0)]
    public ulong Magic;

    /// <summary><see cref="SharedRingHeader.VersionValue"/>.</summary>
    [FieldOffset(8)]
    public ulong Version;

    /// <summary>As in the header of the told region.</summary>
    [FieldOffset(16)]
    public ulong NonceLow;

    /// <summary>As in the header of the told region.</summary>
    [FieldOffset(24)]
    public ulong NonceHigh;

    /// <summary>Free-running count of entries harvested, modulo 2^32. Written by the collector; unused by the flagged ring.</summary>
    [FieldOffset(CacheLine.PaddingBytes)]
    public uint Fetch;

    /// <summary>1 when the collector sleeps until an entry is published, or is about to. Set by the collector, cleared by the producer.</summary>
    [FieldOffset(2 * CacheLine.PaddingBytes)]
    public uint CollectorWaits;

    /// <summary>1 when the collector sleeps until a reset, or is about to. Set by the collector, cleared by the resetter's side.</summary>
    [FieldOffset((2 * CacheLine.PaddingBytes) + sizeof(uint))]
    public uint ResetWaits;

    /// <summary>Free-running count of the collector's requests for a reset. The producer's side sleeps on it.</summary>
    [FieldOffset(3 * CacheLine.PaddingBytes)]
    public uint Doorbell;
}
