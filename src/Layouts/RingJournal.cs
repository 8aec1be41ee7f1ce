using System.Runtime.InteropServices;

namespace RingCore.Layouts;

/// <summary>What the producer of a guarded ring notes for its resetter, in memory that the collector cannot reach.</summary>
/// <remarks>
/// <code>
///  byte  0      128                          384
///        +------+---------+-----------+-----+-----------------------------------------------------
///        | pad  | begun   | published | pad | shadow: a DirtyPage for each entry, by option; last pad
///        +------+---------+-----------+-----+-----------------------------------------------------
/// </code>
/// The block is aligned to <see cref="CacheLine.PaddingBytes"/>. Both words have one writer and are written together.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
public struct RingJournal
{
    /// <summary>Size of the block in bytes; the shadow follows where there is one.</summary>
    public const int Bytes = 3 * CacheLine.PaddingBytes;

    /// <summary>Offset of <see cref="Begun"/> in bytes.</summary>
    public const int BegunOffset = CacheLine.PaddingBytes;

    /// <summary>Offset of <see cref="Published"/> in bytes.</summary>
    public const int PublishedOffset = BegunOffset + sizeof(ulong);

    /// <summary>Position after the last entry whose push has begun: no entry from here on holds anything of the producer's. Written by the producer.</summary>
    [FieldOffset(BegunOffset)]
    public ulong Begun;

    /// <summary>Position after the last entry that is published: every entry before it was. Written by the producer.</summary>
    [FieldOffset(PublishedOffset)]
    public ulong Published;
}
