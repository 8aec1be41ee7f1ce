using RingCore.Layouts;

namespace RingCore.Benchmarks.Transfer;

/// <summary>The rings that two threads use, without reserved entries: a push is refused by a full ring alone.</summary>
internal static class Rings
{
    /// <summary>One slot that has every page that a transfer names, for rings whose entries name no slot.</summary>
    internal static SlotTable Slots { get; } = new(new MemorySlot(0, 0, 1UL << 40));

    /// <summary>A <see cref="FlaggedDirtyRing"/>.</summary>
    internal static FlaggedFace<CoherentFencePoints, GfnEntry<KvmStates>, DirtyPage> Flagged16(int entries) =>
        new(new FlaggedDirtyRing(entries, reservedEntries: 0));

    /// <summary>A <see cref="FlaggedPageRing"/>.</summary>
    internal static FlaggedFace<CoherentFencePoints, PageAddressEntry<KvmStates>, DirtyPageAddress> Flagged8(int entries) =>
        new(new FlaggedPageRing(entries, Slots, reservedEntries: 0));

    /// <summary>A <see cref="LapDirtyRing"/>.</summary>
    internal static FlaggedFace<CoherentFencePoints, GfnEntry<LapStates>, DirtyPage> Lap16(int entries) =>
        new(new LapDirtyRing(entries, reservedEntries: 0));

    /// <summary>A <see cref="LapPageRing"/>.</summary>
    internal static FlaggedFace<CoherentFencePoints, PageAddressEntry<LapStates>, DirtyPageAddress> Lap8(int entries) =>
        new(new LapPageRing(entries, Slots, reservedEntries: 0));

    /// <summary>An <see cref="X64LapDirtyRing"/>.</summary>
    internal static FlaggedFace<X64FencePoints, GfnEntry<LapStates>, DirtyPage> X64Lap16(int entries) =>
        new(new X64LapDirtyRing(entries, reservedEntries: 0));

    /// <summary>An <see cref="X64LapPageRing"/>.</summary>
    internal static FlaggedFace<X64FencePoints, PageAddressEntry<LapStates>, DirtyPageAddress> X64Lap8(int entries) =>
        new(new X64LapPageRing(entries, Slots, reservedEntries: 0));

    /// <summary>A <see cref="PackedDirtyRing"/>.</summary>
    internal static PackedFace Packed(int entries) => new(new PackedDirtyRing(entries, reservedEntries: 0));

    /// <summary>A <see cref="GuardedDirtyRing"/>.</summary>
    internal static GuardedFace Guarded(int entries, PeerTrust trust) => new(new GuardedDirtyRing(entries, reservedEntries: 0, trust: trust));

    /// <summary>An <see cref="IndexedDirtyRing"/>.</summary>
    internal static IndexedFace Indexed(int entries) => new(new IndexedDirtyRing(entries, reservedEntries: 0));

    /// <summary>An <see cref="IndexedDirtyRing"/> whose collector marks the lines that it has finished.</summary>
    internal static IndexedFace IndexedMarks(int entries) =>
        new(new IndexedDirtyRing(entries, reservedEntries: 0, access: CollectorAccess.Marks));
}
