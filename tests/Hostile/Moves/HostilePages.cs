using RingCore.Layouts;

namespace RingCore.Hostile.Moves;

/// <summary>The pages of the rings under attack: two slots, neither of which has the next number, and the way between them and plain numbers.</summary>
internal static class HostilePages
{
    /// <summary>Pages of each slot; its last is followed by one that does not exist.</summary>
    internal const ulong PagesPerSlot = 200;

    /// <summary>All pages.</summary>
    internal const int Count = 2 * (int)PagesPerSlot;

    private const uint FirstSlot = 1;
    private const uint SecondSlot = 0x1_0003;

    /// <summary>The slots.</summary>
    internal static SlotTable Slots { get; } = new(new MemorySlot(FirstSlot, 0, PagesPerSlot), new MemorySlot(SecondSlot, 1 << 20, PagesPerSlot));

    /// <summary>The page of a number, 0 to <see cref="Count"/> - 1.</summary>
    internal static DirtyPage At(int number) => (ulong)number < PagesPerSlot
        ? new DirtyPage(FirstSlot, (ulong)number)
        : new DirtyPage(SecondSlot, (ulong)number - PagesPerSlot);

    /// <summary>The number of a page; -1 where there is no such page.</summary>
    internal static int NumberOf(uint slot, ulong offset)
    {
        if (offset >= PagesPerSlot)
            return -1;
        return slot switch { FirstSlot => (int)offset, SecondSlot => (int)(PagesPerSlot + offset), _ => -1 };
    }
}
