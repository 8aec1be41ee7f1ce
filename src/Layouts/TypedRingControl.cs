using System.Runtime.InteropServices;

namespace RingCore.Layouts;

/// <summary>The words that the parties of a typed ring share beside its slots.</summary>
/// <remarks>
/// <code>
///  byte  0       128    256    384                                                          512
///        +-------+------+------+------------------------------------------------------------+---------
///        | claim | tail | head | consumerWaits producerWaits producerEnded consumerEnded    | slots…, then a last pad
///        +-------+------+------+------------------------------------------------------------+---------
/// </code>
/// The block is aligned to <see cref="CacheLine.PaddingBytes"/>. The line of the claim is the producer's alone while nobody asks for a stall. The last four share a
/// line: each is written by somebody about to sleep, by who wakes a sleeper, or once at the end, and only read while items move. Where many producers claim, <see cref="Limit"/> stands beside the tail, and
/// <see cref="Skips"/> and <see cref="Requests"/> beside the last four; the indices are then twice the counts, and bit 0 of the tail says that the ring has ended.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
public struct TypedRingControl
{
    /// <summary>Size of the block in bytes; the slots follow.</summary>
    public const int Bytes = 4 * CacheLine.PaddingBytes;

    /// <summary>
    /// Where one producer claims for one consumer: its open claim, 0 while it has none. Bits 0 to 31: the position; bit 32: 1; bits 33 to 63: the claim's number.
    /// </summary>
    [FieldOffset(0)]
    public ulong Claim;

    /// <summary>Free-running count of items published (of items claimed, where many producers claim), modulo 2^32.</summary>
    [FieldOffset(CacheLine.PaddingBytes)]
    public uint Tail;

    /// <summary>Where many producers claim: the index below which a claim needs no look at the head. Written by whichever producer has looked.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 4)]
    public uint Limit;

    /// <summary>Free-running count of items taken, modulo 2^32. Written by the consumer alone.</summary>
    [FieldOffset(2 * CacheLine.PaddingBytes)]
    public uint Head;

    /// <summary>
    /// Not 0 when a consumer sleeps or is about to: 1, or where several may, a number of <see cref="Requests"/>. Set by the consumer, cleared by whoever wakes it.
    /// </summary>
    [FieldOffset(3 * CacheLine.PaddingBytes)]
    public uint ConsumerWaits;

    /// <summary>The same of a producer.</summary>
    [FieldOffset((3 * CacheLine.PaddingBytes) + 4)]
    public uint ProducerWaits;

    /// <summary>How the producer's side has ended, 0 while it has not: nothing is published after that.</summary>
    [FieldOffset((3 * CacheLine.PaddingBytes) + 8)]
    public uint ProducerEnded;

    /// <summary>1 once the consumer's side has ended: nothing is taken after that.</summary>
    [FieldOffset((3 * CacheLine.PaddingBytes) + 12)]
    public uint ConsumerEnded;

    /// <summary>Where many producers claim: how many slots are withheld from them, because a claim that was never published has been skipped.</summary>
    [FieldOffset((3 * CacheLine.PaddingBytes) + 16)]
    public uint Skips;

    /// <summary>Where several may sleep by one word: the last number by which one of them asked to be woken. No two are the same.</summary>
    [FieldOffset((3 * CacheLine.PaddingBytes) + 20)]
    public uint Requests;
}
