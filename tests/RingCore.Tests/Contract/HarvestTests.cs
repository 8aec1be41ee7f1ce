using System;
using System.Linq;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>What every design promises of a harvest.</summary>
public class HarvestTests
{
    [Theory]
    [EveryDesign]
    public void Takes_pages_in_order_and_each_once(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design, entries: 32);
        ring.Producer.Push(TestPages.From(0, 20));
        Assert.Equal(TestPages.From(0, 7), ring.Harvest(7));
        Assert.Equal(TestPages.From(7, 13), ring.Harvest(100));
        Assert.Equal(HarvestStatus.Empty, ring.Collector.Harvest(new DirtyPage[4]).Status);
    }

    [Theory]
    [EveryDesign]
    public void Takes_all_of_a_full_ring_around_its_end(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design, entries: 16);
        for (int start = 0; start < 16; start++)
        {
            ring.Producer.Push(TestPages.From(start, 16));
            Assert.Equal(TestPages.From(start, 16), ring.Harvest());
            Reset(ring);
            ring.Producer.Push(TestPages.At(0)); // moves the start by one
            ring.Harvest();
            Reset(ring);
        }
    }

    [Theory]
    [EveryDesign]
    public void Says_what_it_found(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        DirtyPage[] pages = new DirtyPage[3];
        Assert.Equal((HarvestStatus.Empty, 0), Summary(ring.Collector.Harvest(pages)));
        ring.Producer.Push(TestPages.From(0, 4));
        Assert.Equal((HarvestStatus.Empty, 0), Summary(ring.Collector.Harvest(default(Span<DirtyPage>))));
        Assert.Equal((HarvestStatus.Harvested, 3), Summary(ring.Collector.Harvest(pages)));
        Assert.Equal((HarvestStatus.Harvested, 1), Summary(ring.Collector.Harvest(pages)));
        Assert.Equal((HarvestStatus.Empty, 0), Summary(ring.Collector.Harvest(pages)));
    }

    [Theory]
    [EveryDesign]
    public void Writes_nothing_beyond_the_span(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design, entries: 64);
        ring.Producer.Push(TestPages.From(0, 64));
        DirtyPage guard = new(0xDEAD, 0xBEEF);
        for (int count = 0; count < 11; count++)
        {
            DirtyPage[] pages = Enumerable.Repeat(guard, 24).ToArray();
            Assert.Equal(count, ring.Collector.Harvest(pages.AsSpan(5, count)).Entries);
            Assert.All(pages[..5], page => Assert.Equal(guard, page));
            Assert.All(pages[(5 + count)..], page => Assert.Equal(guard, page));
        }
    }

    [Theory]
    [EveryDesign]
    public void Counts_entries_that_name_no_page_where_entries_name_no_slot(RingDesign design)
    {
        if (!TestRing.NeedsSlots(design))
            return;
        using TestRing ring = TestRing.Make(design);
        ring.Producer.Push(TestPages.From(0, 3));
        SetWord(ring, 1, 3UL << DirtyPageAddress.FrameShift | EntryState.Dirty); // frame 3 is in no slot
        DirtyPage[] pages = new DirtyPage[3];
        HarvestResult result = ring.Collector.Harvest(pages);
        Assert.Equal((3, 1, 2), (result.Entries, result.OutOfRange, result.Pages));
        Assert.Equal([TestPages.At(0), TestPages.At(2)], pages[..2]);
    }

    [Theory]
    [EveryDesign]
    public void Sets_a_bit_per_page_of_a_bitmap(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design, entries: 512);
        DirtyBitmap bitmap = new(TestPages.Slots);
        DirtyPage[] pages = [.. TestPages.From(0, 300), .. TestPages.From(990, 100), TestPages.At(5)];
        ring.Producer.Push(pages);
        HarvestResult result = ring.Collector.Harvest(bitmap);
        Assert.Equal((HarvestStatus.Harvested, 401, 0, 401), (result.Status, result.Entries, result.OutOfRange, result.Pages));
        Assert.Equal(400, bitmap.Count());
        Assert.Equal(
            pages.Distinct().GroupBy(page => page.Slot).Select(slot => (slot.Key, slot.Count())).Order(),
            TestPages.Slots.Slots.ToArray().Select(slot => (slot.Slot, bitmap.Words(slot.Slot).ToArray().Sum(System.Numerics.BitOperations.PopCount)))
                .Where(slot => slot.Item2 > 0).Order());
        Assert.Equal(HarvestStatus.Empty, ring.Collector.Harvest(bitmap).Status);
    }

    [Theory]
    [EveryDesign(0, 0)]
    [EveryDesign(1, 1)]
    [EveryDesign(127, 127)]
    [EveryDesign(128, 128)]
    [EveryDesign(129, 129)]
    [EveryDesign(256, 256)]
    [EveryDesign(300, 300)]
    [EveryDesign(301, 300)]
    public void Harvests_into_a_bitmap_up_to_the_limit(RingDesign design, int maxEntries, int expected)
    {
        using TestRing ring = TestRing.Make(design, entries: 512);
        DirtyBitmap bitmap = new(TestPages.Slots);
        ring.Producer.Push(TestPages.From(0, 300));
        HarvestResult result = ring.Collector.Harvest(bitmap, maxEntries);
        Assert.Equal((expected, (long)expected), (result.Entries, bitmap.Count()));
        Assert.Equal(expected == 0 ? HarvestStatus.Empty : HarvestStatus.Harvested, result.Status);
        Assert.Equal(300 - expected, ring.Harvest().Length);
    }

    [Theory]
    [EveryDesign]
    public void Counts_pages_that_a_bitmap_does_not_have(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        DirtyBitmap bitmap = new(new SlotTable(new MemorySlot(0, 0, 10)));
        ring.Producer.Push([new DirtyPage(0, 9), new DirtyPage(0, 10), new DirtyPage(7, 0)]);
        HarvestResult result = ring.Collector.Harvest(bitmap);
        Assert.Equal((3, 2, 1), (result.Entries, result.OutOfRange, result.Pages));
        Assert.Equal(1UL << 9, bitmap.Words(0)[0]);
    }

    [Theory]
    [EveryDesign]
    public void Refuses_bad_arguments(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        Assert.Throws<ArgumentNullException>(() => ring.Collector.Harvest((DirtyBitmap)null!));
        ArgumentOutOfRangeException refusal =
            Assert.Throws<ArgumentOutOfRangeException>(() => ring.Collector.Harvest(new DirtyBitmap(TestPages.Slots), -1));
        Assert.Equal(("maxEntries", -1), (refusal.ParamName, refusal.ActualValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => ring.HarvestInPlace(-1, (_, _) => 0));
    }

    private static unsafe void SetWord(TestRing ring, int index, ulong word) => ((DirtyPageAddress*)ring.Memory.Entries)[index].Word = word;

    private static (HarvestStatus Status, int Entries) Summary(HarvestResult result) => (result.Status, result.Entries);

    private static void Reset(TestRing ring)
    {
        RecordingSink sink = new();
        ring.Resetter.Reset(ref sink);
    }
}
