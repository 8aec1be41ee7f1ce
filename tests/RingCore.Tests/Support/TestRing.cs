using System;
using System.Runtime.Intrinsics.X86;
using RingCore.Layouts;
using FlaggedGfns = RingCore.FlaggedRing<RingCore.CoherentFencePoints, RingCore.GfnEntry<RingCore.KvmStates>, RingCore.Layouts.DirtyPage>;
using FlaggedPages = RingCore.FlaggedRing<RingCore.CoherentFencePoints, RingCore.PageAddressEntry<RingCore.KvmStates>, RingCore.Layouts.DirtyPageAddress>;
using Tagged = RingCore.VirtuallyTaggedFencePoints<RingCore.Tests.CountingDataCache>;

namespace RingCore.Tests;

/// <summary>A ring of any design, seen through the contract.</summary>
internal sealed class TestRing : IDisposable
{
    private readonly InPlaceHarvester _harvestInPlace;
    private readonly GuardedMemory? _foreign;

    private TestRing(IDirtyRing ring, InPlaceHarvester harvestInPlace, GuardedMemory? foreign = null) =>
        (Ring, _harvestInPlace, _foreign) = (ring, harvestInPlace, foreign);

    /// <summary>Looks at the shown pages, returns how many to commit.</summary>
    public delegate int Inspector(ReadOnlySpan<DirtyPage> first, ReadOnlySpan<DirtyPage> second);

    private delegate HarvestTicket InPlaceHarvester(int maxEntries, Inspector inspect);

    public IDirtyRing Ring { get; }

    public IDirtyProducer Producer => Ring.Producer;

    public IDirtyCollector Collector => Ring.Collector;

    public IDirtyResetter Resetter => Ring.Resetter;

    public RingMemory Memory => ((RingHandle)Ring.Producer).Memory();

    /// <summary>Whether the design's entries name no slot.</summary>
    public static bool NeedsSlots(RingDesign design) =>
        design is RingDesign.FlaggedPages or RingDesign.FlaggedPagesForeign or RingDesign.FlaggedPagesTagged
            or RingDesign.LapPages or RingDesign.X64LapPages;

    /// <summary>Whether the design needs no power of two.</summary>
    public static bool IsOfAnySize(RingDesign design) => design is RingDesign.Packed or RingDesign.PackedForeign or RingDesign.PackedTagged;

    /// <summary>Whether this processor has what the x64 axioms are about.</summary>
    private static bool IsX64 => Avx.X64.IsSupported;

    /// <summary>Makes a ring. Rings over foreign memory start at position 0 whatever is asked.</summary>
    public static TestRing Make(RingDesign design, int entries = 8, int reserved = 0, SlotTable? slots = null, ulong firstPosition = 0)
    {
        if (NeedsSlots(design))
            slots ??= TestPages.Slots;
        RingGeometry geometry = IsOfAnySize(design)
            ? RingGeometry.Packed(entries, reserved)
            : new(entries, NeedsSlots(design) ? DirtyPageAddress.Bytes : KvmDirtyGfn.Bytes, reserved);
        GuardedMemory Foreign() => new((int)geometry.Bytes, geometry.EntryBytes);
        GuardedMemory? memory;
        switch (design)
        {
            case RingDesign.Flagged:
                return Of(firstPosition == 0 ? new FlaggedDirtyRing(entries, reserved, slots) : new FlaggedGfns(geometry, slots, firstPosition));
            case RingDesign.FlaggedPages:
                return Of(
                    firstPosition == 0 ? new FlaggedPageRing(entries, slots!, reserved) : new FlaggedPages(geometry, slots, firstPosition), slots!);
            case RingDesign.Indexed:
                return Of(
                    firstPosition == 0
                        ? new IndexedDirtyRing(entries, reserved, slots)
                        : new IndexedRing<CoherentFencePoints>(geometry, slots, IndexLayout.Padded, firstPosition));
            case RingDesign.IndexedKvm:
                return Of(new IndexedRing<CoherentFencePoints>(geometry, slots, IndexLayout.Kvm, firstPosition));
            case RingDesign.IndexedMarks:
                return Of(
                    firstPosition == 0
                        ? new IndexedDirtyRing(entries, reserved, slots, CollectorAccess.Marks)
                        : new IndexedRing<CoherentFencePoints>(geometry, slots, IndexLayout.Padded, firstPosition, CollectorAccess.Marks));
            case RingDesign.Vm:
                return Of(
                    firstPosition == 0 ? new VmDirtyRing(entries, reserved, slots) : new VmRing<CoherentFencePoints>(geometry, slots, firstPosition));
            case RingDesign.Packed:
                return Of(
                    firstPosition == 0 ? new PackedDirtyRing(entries, reserved, slots) : new PackedRing<CoherentFencePoints>(geometry, slots, firstPosition));
            case RingDesign.PackedForeign:
                memory = Foreign();
                return Of(new PackedDirtyRing(geometry, memory.Start, (nuint)memory.Bytes, slots), memory);
            case RingDesign.PackedTagged:
                return Of(new PackedRing<Tagged>(geometry, slots, firstPosition));
            case RingDesign.FlaggedForeign:
                memory = Foreign();
                return Of(new FlaggedDirtyRing(geometry, memory.Start, (nuint)memory.Bytes, slots), memory);
            case RingDesign.FlaggedPagesForeign:
                memory = Foreign();
                return Of(new FlaggedPages(geometry, memory.Start, (nuint)memory.Bytes, slots), slots!, memory);
            case RingDesign.IndexedForeign:
                memory = Foreign();
                return Of(new IndexedDirtyRing(geometry, memory.Start, (nuint)memory.Bytes, slots), memory);
            case RingDesign.IndexedMarksForeign:
                memory = Foreign();
                return Of(new IndexedDirtyRing(geometry, memory.Start, (nuint)memory.Bytes, slots, CollectorAccess.Marks), memory);
            case RingDesign.FlaggedTagged:
                return Of(new FlaggedRing<Tagged, GfnEntry<KvmStates>, DirtyPage>(geometry, slots, firstPosition));
            case RingDesign.FlaggedPagesTagged:
                return Of(new FlaggedRing<Tagged, PageAddressEntry<KvmStates>, DirtyPageAddress>(geometry, slots, firstPosition), slots!);
            case RingDesign.IndexedTagged:
                return Of(new IndexedRing<Tagged>(geometry, slots, IndexLayout.Padded, firstPosition));
            case RingDesign.VmTagged:
                return Of(new VmRing<Tagged>(geometry, slots, firstPosition));
            case RingDesign.X64Lap when IsX64:
                return Of(
                    firstPosition == 0
                        ? new X64LapDirtyRing(entries, reserved, slots)
                        : new FlaggedRing<X64FencePoints, GfnEntry<LapStates>, DirtyPage>(geometry, slots, firstPosition));
            case RingDesign.X64LapPages when IsX64:
                return Of(
                    firstPosition == 0
                        ? new X64LapPageRing(entries, slots!, reserved)
                        : new FlaggedRing<X64FencePoints, PageAddressEntry<LapStates>, DirtyPageAddress>(geometry, slots, firstPosition),
                    slots!);
            case RingDesign.X64Flagged when IsX64:
                return Of(new FlaggedRing<X64FencePoints, GfnEntry<KvmStates>, DirtyPage>(geometry, slots, firstPosition));
            case RingDesign.X64Flagged:
                return Of(new FlaggedGfns(geometry, slots, firstPosition));
            case RingDesign.Lap or RingDesign.X64Lap:
                return Of(
                    firstPosition == 0
                        ? new LapDirtyRing(entries, reserved, slots)
                        : new FlaggedRing<CoherentFencePoints, GfnEntry<LapStates>, DirtyPage>(geometry, slots, firstPosition));
            case RingDesign.LapPages or RingDesign.X64LapPages:
                return Of(
                    firstPosition == 0
                        ? new LapPageRing(entries, slots!, reserved)
                        : new FlaggedRing<CoherentFencePoints, PageAddressEntry<LapStates>, DirtyPageAddress>(geometry, slots, firstPosition),
                    slots!);
            case RingDesign.Shadowed or RingDesign.KernelCompatible:
                PeerTrust trust = design == RingDesign.Shadowed ? PeerTrust.Shadowed : PeerTrust.KernelCompatible;
                return Of(
                    firstPosition == 0
                        ? new GuardedDirtyRing(entries, reserved, slots, trust)
                        : new GuardedRing<CoherentFencePoints>(geometry, trust, slots, firstPosition));
            case RingDesign.ShadowedTagged:
                return Of(new GuardedRing<Tagged>(geometry, PeerTrust.Shadowed, slots, firstPosition));
            case RingDesign.LapTagged:
                return Of(new FlaggedRing<Tagged, GfnEntry<LapStates>, DirtyPage>(geometry, slots, firstPosition));
            default:
                throw new ArgumentOutOfRangeException(nameof(design), design, "No such design.");
        }
    }

    /// <summary>Shows up to <paramref name="maxEntries"/> pages in place, and commits as many as the inspector says.</summary>
    public HarvestTicket HarvestInPlace(int maxEntries, Inspector inspect) => _harvestInPlace(maxEntries, inspect);

    /// <summary>Harvests up to a count, fails the test where the result is not consistent, returns the pages.</summary>
    public DirtyPage[] Harvest(int count = 4096)
    {
        DirtyPage[] pages = new DirtyPage[count];
        return pages[..Collector.Harvest(pages).Pages];
    }

    public void Dispose()
    {
        Ring.Dispose();
        _foreign?.Dispose();
    }

    private static TestRing Of<TFence, TStates>(FlaggedRing<TFence, GfnEntry<TStates>, DirtyPage> ring, GuardedMemory? foreign = null)
        where TFence : IFencePoints
        where TStates : IEntryStates => new(ring, InPlace(ring.Collector), foreign);

    private static TestRing Of<TFence>(GuardedRing<TFence> ring)
        where TFence : IFencePoints => new(ring, InPlace(ring.Collector));

    private static TestRing Of<TFence>(VmRing<TFence> ring)
        where TFence : IFencePoints => new(ring, InPlace(ring.Collector));

    private static InPlaceHarvester InPlace<TFence, TStates>(FlaggedRing<TFence, GfnEntry<TStates>, DirtyPage>.CollectorHandle collector)
        where TFence : IFencePoints
        where TStates : IEntryStates => (maxEntries, inspect) =>
        {
            InPlaceHarvest<DirtyPage> shown = collector.HarvestInPlace(maxEntries);
            return shown.Commit(inspect(shown.First, shown.Second));
        };

    private static TestRing Of<TFence, TStates>(
        FlaggedRing<TFence, PageAddressEntry<TStates>, DirtyPageAddress> ring, SlotTable slots, GuardedMemory? foreign = null)
        where TFence : IFencePoints
        where TStates : IEntryStates
    {
        return new TestRing(ring, Harvest, foreign);

        HarvestTicket Harvest(int maxEntries, Inspector inspect)
        {
            InPlaceHarvest<DirtyPageAddress> shown = ring.Collector.HarvestInPlace(maxEntries);
            return shown.Commit(inspect(Pages(shown.First), Pages(shown.Second)));
        }

        ReadOnlySpan<DirtyPage> Pages(ReadOnlySpan<DirtyPageAddress> entries)
        {
            DirtyPage[] pages = new DirtyPage[entries.Length];
            for (int i = 0; i < pages.Length; i++)
                _ = slots.TryFind(entries[i].Word >> DirtyPageAddress.FrameShift, out pages[i]);
            return pages;
        }
    }

    private static TestRing Of<TFence>(PackedRing<TFence> ring, GuardedMemory? foreign = null)
        where TFence : IFencePoints => new(
            ring,
            (maxEntries, inspect) =>
            {
                InPlaceHarvest<PackedDescriptor> shown = ring.Collector.HarvestInPlace(maxEntries);
                return shown.Commit(inspect(Pages(shown.First), Pages(shown.Second)));
            },
            foreign);

    private static DirtyPage[] Pages(ReadOnlySpan<PackedDescriptor> entries)
    {
        DirtyPage[] pages = new DirtyPage[entries.Length];
        for (int i = 0; i < pages.Length; i++)
            pages[i] = new DirtyPage(entries[i].Length, entries[i].Address);
        return pages;
    }

    private static TestRing Of<TFence>(IndexedRing<TFence> ring, GuardedMemory? foreign = null)
        where TFence : IFencePoints => new(
            ring,
            (maxEntries, inspect) =>
            {
                InPlaceHarvest<DirtyPage> shown = ring.Collector.HarvestInPlace(maxEntries);
                return shown.Commit(inspect(shown.First, shown.Second));
            },
            foreign);
}
