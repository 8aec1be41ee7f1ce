using System;
using System.Runtime.InteropServices;

namespace RingCore.Layouts;

/// <summary>A page by its memory slot and its number within the slot: what a push takes and a harvest hands out.</summary>
/// <remarks>
/// Laid out as <see cref="KvmDirtyGfn"/> with the flags at zero, so that a vector copy of entries with the flags masked off is an array of these.
/// Wherever one is handed to code of this library only <see cref="Slot"/> and <see cref="Offset"/> count.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = KvmDirtyGfn.Bytes)]
public readonly struct DirtyPage : IEquatable<DirtyPage>
{
    // Slot in the upper half, where the entry has it, and zero in place of the flags: one word, so that a page is two stores and two registers.
    [FieldOffset(KvmDirtyGfn.FlagsOffset)]
    private readonly ulong _slot;

    /// <summary>Page number within the slot.</summary>
    [FieldOffset(KvmDirtyGfn.OffsetOffset)]
    public readonly ulong Offset;

    /// <summary>Names a page.</summary>
    /// <param name="slot">Memory slot.</param>
    /// <param name="offset">Page number within the slot.</param>
    public DirtyPage(uint slot, ulong offset)
    {
        _slot = (ulong)slot << 32;
        Offset = offset;
    }

    /// <summary>Memory slot: address space in bits 16 to 31, slot number in bits 0 to 15.</summary>
    public uint Slot => (uint)(_slot >> 32);

    /// <inheritdoc/>
    public bool Equals(DirtyPage other) => Slot == other.Slot && Offset == other.Offset;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DirtyPage other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Slot, Offset);

    /// <inheritdoc/>
    public override string ToString() => $"slot {Slot} page {Offset}";

    /// <summary>Same slot and page.</summary>
    public static bool operator ==(DirtyPage left, DirtyPage right) => left.Equals(right);

    /// <summary>Another slot or page.</summary>
    public static bool operator !=(DirtyPage left, DirtyPage right) => !left.Equals(right);
}
