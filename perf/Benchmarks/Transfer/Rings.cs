using RingCore.Layouts;

namespace RingCore.Benchmarks.Transfer;

/// <summary>The rings that two threads use, without reserved entries: a push is refused by a full ring alone.</summary>
internal static class Rings
{
    /// <summary>A <see cref="FlaggedDirtyRing"/>.</summary>
    internal static FlaggedFace<GfnEntry, DirtyPage> Flagged16(int entries) => new(new FlaggedDirtyRing(entries, reservedEntries: 0));

    /// <summary>A <see cref="FlaggedPageRing"/> over one slot that has every page that a transfer names.</summary>
    internal static FlaggedFace<PageAddressEntry, DirtyPageAddress> Flagged8(int entries) =>
        new(new FlaggedPageRing(entries, new SlotTable(new MemorySlot(0, 0, 1UL << 40)), reservedEntries: 0));

    /// <summary>An <see cref="IndexedDirtyRing"/>.</summary>
    internal static IndexedFace Indexed(int entries) => new(new IndexedDirtyRing(entries, reservedEntries: 0));
}
