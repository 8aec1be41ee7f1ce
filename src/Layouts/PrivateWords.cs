using System.Runtime.InteropServices;

namespace RingCore.Layouts;

/// <summary>The start of a shared ring's private region, which never leaves the producer's side.</summary>
/// <remarks>
/// <code>
///  byte  0     128             256                384    512
///        +-----+---------------+------------------+------+---------------------------------
///        | pad | producerWaits | begun  published | pad  | shadow of the entries…, or nothing
///        +-----+---------------+------------------+------+---------------------------------
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
public struct PrivateWords
{
    /// <summary>Size of the block in bytes; a shadow of the entries may follow.</summary>
    public const int Bytes = 4 * CacheLine.PaddingBytes;

    /// <summary>1 when a producer sleeps until a reset, or is about to.</summary>
    [FieldOffset(CacheLine.PaddingBytes)]
    public uint ProducerWaits;

    /// <summary>Position after the last entry whose push has begun. Unused by the indexed ring.</summary>
    [FieldOffset(2 * CacheLine.PaddingBytes)]
    public ulong Begun;

    /// <summary>Position after the last entry whose push is complete. Unused by the indexed ring.</summary>
    [FieldOffset((2 * CacheLine.PaddingBytes) + sizeof(ulong))]
    public ulong Published;
}
