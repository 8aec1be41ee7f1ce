using System.Runtime.InteropServices;

namespace RingCore.Layouts;

/// <summary>What a typed ring's producer remembers between pushes.</summary>
/// <remarks>Private to one handle, and padded on both sides: the heap aligns to 8 bytes only and may lay another handle's cursor beside it.</remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
public struct TypedProducerCursor
{
    /// <summary>Size in bytes, padding on both sides included.</summary>
    public const int Bytes = CacheLine.PaddingBytes + 40 + CacheLine.PaddingBytes;

    /// <summary>Items published so far: the position of the next push.</summary>
    [FieldOffset(CacheLine.PaddingBytes)]
    public ulong Published;

    /// <summary>Position at which a push must look further: the ring may be soft full there.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 8)]
    public ulong Limit;

    /// <summary>Items that the producer last saw taken.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 16)]
    public ulong HeadSeen;

    /// <summary>Pushes refused.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 24)]
    public ulong Refused;

    /// <summary>Items dropped.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 32)]
    public ulong Dropped;
}
