using System;
using System.Linq;
using RingCore.Layouts;

namespace RingCore.Tests;

/// <summary>A small address space with gaps, several slots and two address spaces, whose order of slots is not the order of frames.</summary>
internal static class TestPages
{
    /// <summary>Slot 0 at frames 5000 to 5999, slot 7 at 100 to 169, slot 2 of address space 1 at 4096 to 4159.</summary>
    public static SlotTable Slots { get; } = new(
        new MemorySlot(0, BaseGfn: 5000, Pages: 1000), new MemorySlot(7, BaseGfn: 100, Pages: 70), new MemorySlot(0x1_0002, BaseGfn: 4096, Pages: 64));

    /// <summary>Pages of all slots.</summary>
    public static int Count { get; } = Slots.Slots.ToArray().Sum(slot => (int)slot.Pages);

    /// <summary>Page i of the address space, in order of slots.</summary>
    public static DirtyPage At(int i)
    {
        ulong rest = (ulong)i;
        foreach (MemorySlot slot in Slots.Slots)
        {
            if (rest < slot.Pages)
                return new DirtyPage(slot.Slot, rest);
            rest -= slot.Pages;
        }

        throw new ArgumentOutOfRangeException(nameof(i), i, $"There are {Count} pages.");
    }

    /// <summary>Pages from i on, one after another.</summary>
    public static DirtyPage[] From(int first, int count) => Enumerable.Range(first, count).Select(i => At(i % Count)).ToArray();
}
