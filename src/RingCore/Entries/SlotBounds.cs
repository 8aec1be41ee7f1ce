using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RingCore;

/// <summary>Whether pages are a slot's, four at a time: number and range by one comparison.</summary>
internal readonly struct SlotBounds
{
    /// <summary>Pages of a vector.</summary>
    internal const int Pages = 4;

    private readonly Vector512<ulong> _slot;
    private readonly Vector512<ulong> _limits;

    /// <summary>The bounds of a slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal SlotBounds(in MemorySlot slot)
    {
        Vector512<ulong> offsets = Vector512.Create(0, ulong.MaxValue, 0, ulong.MaxValue, 0, ulong.MaxValue, 0, ulong.MaxValue);
        _slot = Vector512.AndNot(Vector512.Create((ulong)slot.Slot << 32), offsets);
        _limits = Vector512.ConditionalSelect(offsets, Vector512.Create(slot.Pages), Vector512<ulong>.One);
    }

    /// <summary>Whether the slot has all four pages. Their first 32 bits, which name nothing, may be anything.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Have(Vector512<ulong> four)
    {
        const ulong Number = (ulong)uint.MaxValue << 32;
        Vector512<ulong> named = Vector512.Create(Number, ulong.MaxValue, Number, ulong.MaxValue, Number, ulong.MaxValue, Number, ulong.MaxValue);
        // The right number leaves 0, which alone is less than 1; beside it stands the page.
        return Vector512.LessThanAll((four & named) ^ _slot, _limits);
    }
}
