using System;
using System.Collections.Generic;
using RingCore.Layouts;

namespace RingCore.Litmus.Rings;

/// <summary>A ring that ships, made so that its 32-bit counters wrap in the middle of a round.</summary>
/// <param name="Name">What the table and <c>--only</c> call it.</param>
/// <param name="Make">Makes it with its counters at a position.</param>
/// <param name="IsShared">Whether several producers may push.</param>
/// <param name="IsTyped">Whether it has a consumer in place of a collector and a resetter.</param>
internal sealed record RingDesign(string Name, Func<ulong, IPageRing> Make, bool IsShared, bool IsTyped = false)
{
    private const int Entries = 256;
    private const int OddEntries = 251;
    private const int Reserved = 16;

    private static readonly TypedRingOptions s_typed = new() { Capacity = Entries, ReservedItems = Reserved };

    // The named rings start at position 0: these are the same types' bases, by the constructors that take a position.
    internal static IReadOnlyList<RingDesign> All { get; } =
    [
        new(
            nameof(FlaggedDirtyRing),
            static first => new DirtyPages(new FlaggedRing<CoherentFencePoints, GfnEntry<KvmStates>, DirtyPage>(Geometry(KvmDirtyGfn.Bytes), null, first)),
            IsShared: false),
        new(
            nameof(FlaggedPageRing),
            static first => new DirtyPages(new FlaggedRing<CoherentFencePoints, PageAddressEntry<KvmStates>, DirtyPageAddress>(
                Geometry(DirtyPageAddress.Bytes), StressPages.Slots, first)),
            IsShared: false),
        new(
            nameof(IndexedDirtyRing),
            static first => new DirtyPages(new IndexedRing<CoherentFencePoints>(Geometry(KvmDirtyGfn.Bytes), null, IndexLayout.Padded, first)),
            IsShared: false),
        new(
            nameof(PackedDirtyRing),
            static first => new DirtyPages(new PackedRing<CoherentFencePoints>(RingGeometry.Packed(OddEntries, Reserved), null, first)),
            IsShared: false),
        new(nameof(VmDirtyRing), static first => new DirtyPages(new VmRing<CoherentFencePoints>(Geometry(KvmDirtyGfn.Bytes), null, first)), IsShared: true),
        new(nameof(SpscRing<>), static first => new SpscPages(new(s_typed, first)), IsShared: false, IsTyped: true),
        new(nameof(MpscRing<>), static first => new MpscPages(new(s_typed, first)), IsShared: true, IsTyped: true),
    ];

    private static RingGeometry Geometry(int entryBytes) => new(Entries, entryBytes, Reserved);
}
