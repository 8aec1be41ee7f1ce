using System.Runtime.InteropServices;

namespace RingCore.Layouts;

/// <summary>What a resetter remembers between resets.</summary>
/// <remarks>
/// Private to one handle, and padded on both sides: the heap aligns to 8 bytes only and may lay another handle's cursor beside it. The counters of
/// refused resets are 32 bits wide and stand still at their largest value.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
public struct ResetterCursor
{
    /// <summary>Size in bytes, padding on both sides included.</summary>
    public const int Bytes = CacheLine.PaddingBytes + 56 + CacheLine.PaddingBytes;

    /// <summary>Entries reset so far: the position of the next reset.</summary>
    [FieldOffset(CacheLine.PaddingBytes)]
    public ulong Reset;

    /// <summary>Entries reset without a call of the sink, because the slot table has no such slot.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 8)]
    public ulong SlotOutOfRange;

    /// <summary>Entries reset without a call of the sink, because their slot has no such page.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 16)]
    public ulong OffsetOutOfRange;

    /// <summary>Position of the last thing that the peer did wrong.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 24)]
    public ulong LastPosition;

    /// <summary>Resets refused because the peer's index stood before what was reset.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 32)]
    public uint Rewound;

    /// <summary>Resets that ended at something the peer had written beyond what was published.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 36)]
    public uint Overran;

    /// <summary>Resets that ended at a published entry with a state that no party gives it.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 40)]
    public uint WrongState;

    /// <summary>Resets that ended at an entry that the peer had left out.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 44)]
    public uint Gap;

    /// <summary>Entries of no slot in the batch that is growing; <see cref="SlotOutOfRange"/> once it is done.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 48)]
    public uint OpenSlots;

    /// <summary>The last thing that the peer did wrong, by its number; 0 for nothing.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 52)]
    public byte Last;

    /// <summary>1 where the peer can write the entries that are reset, so that what they name may be its doing; else 0.</summary>
    [FieldOffset(CacheLine.PaddingBytes + 53)]
    public byte PeerWritesEntries;
}
