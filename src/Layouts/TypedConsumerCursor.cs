using System.Runtime.InteropServices;

namespace RingCore.Layouts;

/// <summary>What a typed ring's consumer remembers between takes.</summary>
/// <remarks>Private to one handle, and padded on both sides: the heap aligns to 8 bytes only and may lay another handle's cursor beside it.</remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
public struct TypedConsumerCursor
{
    /// <summary>Size in bytes, padding on both sides included.</summary>
    public const int Bytes = CacheLine.PaddingBytes + 32 + CacheLine.PaddingBytes;

    /// <summary>Items taken so far: the position of the next take.</summary>
    [FieldOffset(CacheLine.PaddingBytes)]
    public ulong Taken;

    /// <summary>Items that the consumer last saw published.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 8)]
    public ulong TailSeen;

    /// <summary>Items whose space the producer has back.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 24)]
    public ulong HandedOver;

    /// <summary>Position at which a take gives the space of all before it back.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 16)]
    public ulong HandOverAt;
}
