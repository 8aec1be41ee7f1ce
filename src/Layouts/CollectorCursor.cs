using System.Runtime.InteropServices;

namespace RingCore.Layouts;

/// <summary>What a collector remembers between harvests.</summary>
/// <remarks>Private to one handle, and padded on both sides: the heap aligns to 8 bytes only and may lay another handle's cursor beside it.</remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
public struct CollectorCursor
{
    /// <summary>Size in bytes, padding on both sides included.</summary>
    public const int Bytes = CacheLine.PaddingBytes + 40 + CacheLine.PaddingBytes;

    /// <summary>Entries taken so far: the position of the next harvest.</summary>
    [FieldOffset(CacheLine.PaddingBytes)]
    public ulong Harvested;

    /// <summary>Entries that the collector last saw published (indexed ring); where the line ends that it takes from (packed ring).</summary>
    [FieldOffset(CacheLine.PaddingBytes + 8)]
    public ulong AvailSeen;

    /// <summary>Harvested entries that named no page of the slot table or bitmap.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 16)]
    public ulong OutOfRange;

    /// <summary>Entries handed over to the resetter: all that are harvested but for a cache line that is being taken item by item.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 24)]
    public ulong HandedOver;

    /// <summary>The lap of the next entry (flagged and packed rings).</summary>
    [FieldOffset(CacheLine.PaddingBytes + 32)]
    public uint Lap;

    /// <summary>Where that lap ends (packed ring): the low half of the position after its last entry.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 36)]
    public uint LapEnd;
}
