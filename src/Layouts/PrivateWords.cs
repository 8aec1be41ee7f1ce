using System.Runtime.InteropServices;

namespace RingCore.Layouts;

/// <summary>The start of a shared ring's private region, which never leaves the producer's side.</summary>
/// <remarks>
/// <code>
///  byte  0     128             256
///        +-----+---------------+-------------------------------------------
///        | pad | producerWaits | a guarded ring's journal and shadow follow
///        +-----+---------------+-------------------------------------------
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
public struct PrivateWords
{
    /// <summary>Size of the block in bytes; a <see cref="RingJournal"/> may follow.</summary>
    public const int Bytes = 2 * CacheLine.PaddingBytes;

    /// <summary>1 when a producer sleeps until a reset, or is about to.</summary>
    [FieldOffset(CacheLine.PaddingBytes)]
    public uint ProducerWaits;
}
