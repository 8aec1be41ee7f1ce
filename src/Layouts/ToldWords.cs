using System.Runtime.InteropServices;

namespace RingCore.Layouts;

/// <summary>The start of a shared ring's told region: written by the producer's side alone, mapped read-only by the collector.</summary>
/// <remarks>
/// <code>
///  byte  0        128     256     384                      512
///        +--------+-------+-------+------------------------+------------------------------------
///        | header | avail | reset | epoch   doorbellWaits  | indexed: entries…, then a last pad
///        +--------+-------+-------+------------------------+------------------------------------
/// </code>
/// Each word that moves has a padded line of its own; the last two change once per round and once per sleep, and share one.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
public struct ToldWords
{
    /// <summary>Size of the block in bytes; entries may follow.</summary>
    public const int Bytes = 4 * CacheLine.PaddingBytes;

    /// <summary>The header.</summary>
    [FieldOffset(0)]
    public SharedRingHeader Header;

    /// <summary>Free-running count of entries published, modulo 2^32. Written by the producer; unused by the flagged ring.</summary>
    [FieldOffset(CacheLine.PaddingBytes)]
    public uint Avail;

    /// <summary>Free-running count of entries reset, modulo 2^32. Written by the resetter. A collector that waits for a reset sleeps on it.</summary>
    [FieldOffset(2 * CacheLine.PaddingBytes)]
    public uint Reset;

    /// <summary>The round whose pages may be copied now, 0 for none. Written by the producer's side.</summary>
    [FieldOffset(3 * CacheLine.PaddingBytes)]
    public ulong Epoch;

    /// <summary>1 while the producer's side sleeps on the doorbell or is about to, else 0. Written by the producer's side.</summary>
    [FieldOffset((3 * CacheLine.PaddingBytes) + sizeof(ulong))]
    public uint DoorbellWaits;
}
