using System;
using System.Linq;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>What every design promises of a push.</summary>
public class PushTests
{
    [Theory]
    [EveryDesign(8, 3)]
    [EveryDesign(8, 0)]
    [EveryDesign(8, 7)]
    [EveryDesign(2, 1)]
    [EveryDesign(1, 0)]
    public void Is_soft_full_exactly_at_the_limit_and_refused_at_full(RingDesign design, int entries, int reserved)
    {
        using TestRing ring = TestRing.Make(design, entries, reserved);
        int softLimit = entries - reserved;
        for (int lap = 0; lap < 3; lap++)
        {
            for (int used = 0; used < entries; used++)
            {
                PushStatus expected = used + 1 < softLimit ? PushStatus.Published : PushStatus.PublishedSoftFull;
                Assert.Equal(expected, ring.Producer.Push(TestPages.At(used)));
            }

            Assert.Equal(PushStatus.RefusedFull, ring.Producer.Push(TestPages.At(99)));
            Assert.Equal(PushStatus.RefusedFull, ring.Producer.Push(TestPages.At(98)));
            Assert.Equal(TestPages.From(0, entries), ring.Harvest());
            Assert.Equal(entries, Reset(ring));
        }
    }

    [Theory]
    [EveryDesign]
    public void Harvesting_frees_nothing_and_resetting_does(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design, entries: 8, reserved: 2);
        ring.Producer.Push(TestPages.From(0, 8));
        Assert.Equal(8, ring.Harvest().Length);
        Assert.Equal(PushStatus.RefusedFull, ring.Producer.Push(TestPages.At(8)));
        Assert.Equal(3, Reset(ring, 3)); // used 5, soft full at 6
        Assert.Equal(PushStatus.PublishedSoftFull, ring.Producer.Push(TestPages.At(8)));
        Assert.Equal(1, Reset(ring, 1));
        Assert.Equal(PushStatus.PublishedSoftFull, ring.Producer.Push(TestPages.At(9)));
        Assert.Equal(2, Reset(ring, 2)); // used 4
        Assert.Equal(PushStatus.Published, ring.Producer.Push(TestPages.At(10)));
        Assert.Equal(PushStatus.PublishedSoftFull, ring.Producer.Push(TestPages.At(11)));
        Assert.Equal(TestPages.From(8, 4), ring.Harvest());
    }

    [Theory]
    [EveryDesign]
    public void A_refused_push_writes_nothing(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design, entries: 4);
        ring.Producer.Push(TestPages.From(10, 4));
        Assert.Equal(PushStatus.RefusedFull, ring.Producer.Push(TestPages.At(50)));
        Assert.Equal(new PushResult(PushStatus.RefusedFull, 0), ring.Producer.Push(TestPages.From(50, 3)));
        Assert.Equal(TestPages.From(10, 4), ring.Harvest());
        RecordingSink sink = new();
        ring.Resetter.Reset(ref sink);
        Assert.Equal(TestPages.From(10, 4), sink.Pages);
    }

    [Theory]
    [EveryDesign(0, 4, PushStatus.Published, 4)]
    [EveryDesign(0, 5, PushStatus.PublishedSoftFull, 5)]
    [EveryDesign(0, 8, PushStatus.PublishedSoftFull, 8)]
    [EveryDesign(0, 9, PushStatus.RefusedFull, 8)]
    [EveryDesign(3, 1, PushStatus.Published, 1)]
    [EveryDesign(4, 1, PushStatus.PublishedSoftFull, 1)]
    [EveryDesign(3, 20, PushStatus.RefusedFull, 5)]
    [EveryDesign(8, 1, PushStatus.RefusedFull, 0)]
    [EveryDesign(8, 0, PushStatus.Published, 0)]
    [EveryDesign(0, 0, PushStatus.Published, 0)]
    public void A_batch_goes_in_as_far_as_it_fits(RingDesign design, int before, int count, PushStatus status, int pushed)
    {
        using TestRing ring = TestRing.Make(design, entries: 8, reserved: 3);
        ring.Producer.Push(TestPages.From(100, before));
        DirtyPage[] batch = TestPages.From(0, count);
        Assert.Equal(new PushResult(status, pushed), ring.Producer.Push(batch));
        Assert.Equal([.. TestPages.From(100, before), .. batch.Take(pushed)], ring.Harvest());
    }

    [Theory]
    [EveryDesign]
    public void A_batch_wraps_around_the_end_of_the_memory(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design, entries: 8);
        for (int first = 0; first < 40; first += 5)
        {
            Assert.Equal(5, ring.Producer.Push(TestPages.From(first, 5)).Pushed);
            Assert.Equal(TestPages.From(first, 5), ring.Harvest());
            Assert.Equal(5, Reset(ring));
        }
    }

    [Theory]
    [EveryDesign]
    public void A_page_in_no_slot_is_refused_where_entries_name_no_slot_and_else_kept_from_the_sink(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design, entries: 8, slots: TestPages.Slots);
        DirtyPage[] batch = [new(0, 999), new(0, 1000), new(7, 0)];
        if (TestRing.NeedsSlots(design))
        {
            Assert.Equal(new PushResult(PushStatus.RefusedOutOfRange, 1), ring.Producer.Push(batch));
            Assert.Equal(PushStatus.RefusedOutOfRange, ring.Producer.Push(new DirtyPage(1, 0)));
            Assert.Equal(PushStatus.Published, ring.Producer.Push(batch[2]));
        }
        else
        {
            Assert.Equal(new PushResult(PushStatus.Published, 3), ring.Producer.Push(batch));
        }

        ring.Harvest();
        RecordingSink sink = new();
        ResetResult result = ring.Resetter.Reset(ref sink);
        Assert.Equal([batch[0], batch[2]], sink.Pages);
        Assert.Equal(TestRing.NeedsSlots(design) ? 0 : 1, result.OutOfRange);
    }

    [Theory]
    [EveryDesign(0)]
    [EveryDesign(1)]
    [EveryDesign(2)]
    [EveryDesign(3)]
    public void A_page_in_no_slot_ends_a_batch_before_and_behind_the_end_of_the_memory(RingDesign design, int unknown)
    {
        if (!TestRing.NeedsSlots(design))
            return;
        using TestRing ring = TestRing.Make(design, entries: 8);
        ring.Producer.Push(TestPages.From(0, 6));
        ring.Harvest();
        Reset(ring);
        ring.Producer.WaitForSpace(WaitStrategy.Spin, TimeSpan.Zero); // sees the reset, so that one run spans the end
        DirtyPage[] batch = TestPages.From(10, 5); // two before the end, three behind it
        batch[unknown] = new DirtyPage(1, 0);
        Assert.Equal(new PushResult(PushStatus.RefusedOutOfRange, unknown), ring.Producer.Push(batch));
        Assert.Equal(batch[..unknown], ring.Harvest());
    }

    [Theory]
    [EveryDesign]
    public void A_page_in_no_slot_at_the_soft_limit_is_refused_without_a_trace(RingDesign design)
    {
        if (!TestRing.NeedsSlots(design))
            return;
        using TestRing ring = TestRing.Make(design, entries: 4, reserved: 2);
        Assert.Equal(PushStatus.Published, ring.Producer.Push(TestPages.At(0)));
        Assert.Equal(PushStatus.RefusedOutOfRange, ring.Producer.Push(new DirtyPage(1, 0)));
        Assert.Equal(PushStatus.PublishedSoftFull, ring.Producer.Push(TestPages.At(1)));
        Assert.Equal(PushStatus.RefusedOutOfRange, ring.Producer.Push(new DirtyPage(1, 0)));
        Assert.Equal(TestPages.From(0, 2), ring.Harvest());
    }

    [Theory]
    [EveryDesign]
    public void Extreme_pages_come_through_unchanged(RingDesign design)
    {
        DirtyPage[] pages = TestRing.NeedsSlots(design)
            ? [new(uint.MaxValue, 0), new(uint.MaxValue, DirtyPageAddress.MaxFrame)]
            : [new(uint.MaxValue, ulong.MaxValue), new(0, 0), new(0x8000_0000, 1UL << 63)];
        using TestRing ring = TestRing.Make(
            design, slots: TestRing.NeedsSlots(design) ? new SlotTable(new MemorySlot(uint.MaxValue, 0, DirtyPageAddress.MaxFrame + 1)) : null);
        ring.Producer.Push(pages);
        Assert.Equal(pages, ring.Harvest());
        RecordingSink sink = new();
        ring.Resetter.Reset(ref sink);
        Assert.Equal(pages, sink.Pages);
    }

    private static int Reset(TestRing ring, int maxEntries = int.MaxValue)
    {
        RecordingSink sink = new();
        return ring.Resetter.Reset(ref sink, maxEntries).Entries;
    }
}
