using System.Runtime.InteropServices;

namespace RingCore.Layouts;

/// <summary>The start of a shared ring's private region, which never leaves the producer's side.</summary>
/// <remarks>
/// <code>
///  byte  0      8        16                    128             256
///        +------+--------+---------------------+---------------+-------------------------------------------
///        | magic| version| nonceLow  nonceHigh | producerWaits | a guarded ring's journal and shadow follow
///        +------+--------+---------------------+---------------+-------------------------------------------
/// </code>
/// The first line is the region's mark, as in <see cref="AnsweredWords"/>: by it somebody who looks at a process from outside knows whose region it is.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
public struct PrivateWords
{
    /// <summary>Size of the block in bytes; a <see cref="RingJournal"/> may follow.</summary>
    public const int Bytes = 2 * CacheLine.PaddingBytes;

    /// <summary>"RINGPRIV", as a little-endian word.</summary>
    public const ulong MagicValue = 0x56495250474E4952;

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

    /// <summary>1 when a producer sleeps until a reset, or is about to.</summary>
    [FieldOffset(CacheLine.PaddingBytes)]
    public uint ProducerWaits;
}
