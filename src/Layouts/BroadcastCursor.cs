using System.Runtime.InteropServices;

namespace RingCore.Layouts;

/// <summary>What a producer, or a reader, of a broadcast ring remembers between calls.</summary>
/// <remarks>Private to one handle, and padded on both sides: the heap aligns to 8 bytes only and may lay another handle's cursor beside it.</remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
public struct BroadcastCursor
{
    /// <summary>Size in bytes, padding on both sides included.</summary>
    public const int Bytes = CacheLine.PaddingBytes + 24 + CacheLine.PaddingBytes;

    /// <summary>Position of the next item: to publish, or to read.</summary>
    [FieldOffset(CacheLine.PaddingBytes)]
    public ulong Position;

    /// <summary>Position at which nothing more is published: that of the next item once the producer has ended, and none before.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 8)]
    public ulong Stop;

    /// <summary>Items that were overwritten before the reader came to them.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 16)]
    public ulong Lost;
}
