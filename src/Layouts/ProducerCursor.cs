using System.Runtime.InteropServices;

namespace RingCore.Layouts;

/// <summary>What a producer remembers between pushes.</summary>
/// <remarks>Private to one handle, and padded on both sides: the heap aligns to 8 bytes only and may lay another handle's cursor beside it.</remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
public struct ProducerCursor
{
    /// <summary>Size in bytes, padding on both sides included.</summary>
    public const int Bytes = CacheLine.PaddingBytes + 40 + CacheLine.PaddingBytes;

    /// <summary>Entries published so far: the position of the next push.</summary>
    [FieldOffset(CacheLine.PaddingBytes)]
    public ulong Published;

    /// <summary>Position at which a push must look further: the ring may be soft full there, or the lap is over.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 8)]
    public ulong Limit;

    /// <summary>Entries that the producer last saw reset.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 16)]
    public ulong ResetSeen;

    /// <summary>Pushes refused because the ring was full.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 24)]
    public ulong Refused;

    /// <summary>The lap of the next entry, and of all up to the limit.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 32)]
    public uint Lap;

    /// <summary>Where that lap ends: the low half of the position after its last entry.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 36)]
    public uint LapEnd;
}
