using System.Runtime.InteropServices;

namespace RingCore.Layouts;

/// <summary>The words that the parties of a ring share beside its entries, each in a padded line of its own.</summary>
/// <remarks>
/// <code>
///  byte  0      128     256     384     512                             640
///        +------+-------+-------+-------+-------------------------------+---------
///        | pad  | avail | fetch | reset | collectorWaits producerWaits  | entries…, then a last pad
///        +------+-------+-------+-------+-------------------------------+---------
/// </code>
/// The block is aligned to <see cref="CacheLine.PaddingBytes"/>. The two waits share a line: each is written only by somebody about to
/// sleep or by somebody who wakes a sleeper, and read by everybody else. The flagged ring uses neither index: its entries carry the
/// handshake; a ring that many producers share claims entries by <c>avail</c>.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
public struct RingControl
{
    /// <summary>Size of the block in bytes; the entries follow.</summary>
    public const int Bytes = 5 * CacheLine.PaddingBytes;

    /// <summary>Offset of <see cref="Indices"/> in bytes.</summary>
    public const int IndicesOffset = CacheLine.PaddingBytes;

    /// <summary>Offset of <see cref="Reset"/> in bytes.</summary>
    public const int ResetOffset = 3 * CacheLine.PaddingBytes;

    /// <summary>Offset of <see cref="CollectorWaits"/> in bytes.</summary>
    public const int CollectorWaitsOffset = 4 * CacheLine.PaddingBytes;

    /// <summary>Offset of <see cref="ProducerWaits"/> in bytes.</summary>
    public const int ProducerWaitsOffset = CollectorWaitsOffset + sizeof(uint);

    /// <summary>Offset of <see cref="ProducerRequests"/> in bytes.</summary>
    public const int ProducerRequestsOffset = ProducerWaitsOffset + sizeof(uint);

    /// <summary>The two indices of the indexed ring.</summary>
    [FieldOffset(IndicesOffset)]
    public PaddedRingIndices Indices;

    /// <summary>Free-running count of entries reset, modulo 2^32. Written by the resetter, read by the producer.</summary>
    [FieldOffset(ResetOffset)]
    public uint Reset;

    /// <summary>1 when the collector sleeps or is about to, else 0. Set by the collector, cleared by whoever wakes it.</summary>
    [FieldOffset(CollectorWaitsOffset)]
    public uint CollectorWaits;

    /// <summary>
    /// Not 0 when a producer sleeps or is about to: 1, or where several may, a number of <see cref="ProducerRequests"/>. Set by the producer, cleared by whoever wakes it.
    /// </summary>
    [FieldOffset(ProducerWaitsOffset)]
    public uint ProducerWaits;

    /// <summary>Where many producers share a ring: the last number by which one of them asked to be woken. No two are the same.</summary>
    [FieldOffset(ProducerRequestsOffset)]
    public uint ProducerRequests;
}
