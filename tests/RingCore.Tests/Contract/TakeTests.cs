using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>Pages taken item by item: the order, what the resetter may have, and what a commit adds.</summary>
public class TakeTests
{
    [Theory]
    [EveryDesign]
    public void Takes_pages_in_order_until_there_are_none_over_many_laps(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design, entries: 16, firstPosition: 0x1_0000_0000 - 40);
        RecordingSink sink = new();
        int next = 0;
        for (int lap = 0; lap < 20; lap++)
        {
            DirtyPage[] pages = TestPages.From(7 * lap, 7);
            Assert.Equal(7, ring.Producer.Push(pages).Pushed);
            foreach (DirtyPage expected in pages)
            {
                Assert.True(ring.Collector.TryTake(out DirtyPage page));
                Assert.Equal(expected, page);
                next++;
            }

            Assert.False(ring.Collector.TryTake(out DirtyPage none));
            Assert.Equal(default, none);
            HarvestTicket ticket = ring.Collector.Commit();
            ResetResult reset = ring.Resetter.Reset(ref sink);
            Assert.Equal(7, reset.Entries);
            Assert.True(reset.TryGrantRead(ticket, out _));
        }

        Assert.Equal(140, next);
    }

    [Theory]
    [EveryDesign]
    public void A_reset_gets_no_more_than_was_taken_and_all_of_it_after_the_commit(RingDesign design)
    {
        for (int taken = 0; taken <= 20; taken++)
        {
            using TestRing ring = TestRing.Make(design, entries: 32);
            RecordingSink sink = new();
            ring.Producer.Push(TestPages.From(0, 24));
            for (int i = 0; i < taken; i++)
                Assert.True(ring.Collector.TryTake(out _));
            int before = ring.Resetter.Reset(ref sink).Entries;
            Assert.InRange(before, 0, taken);
            Assert.True(taken - before < CacheLine.Bytes / ring.Ring.Geometry.EntryBytes, "Less than a line waits for the commit.");
            ring.Collector.Commit();
            Assert.Equal(taken - before, ring.Resetter.Reset(ref sink).Entries);
        }
    }

    [Theory]
    [EveryDesign]
    public void A_harvest_hands_over_what_was_taken_before_it(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design, entries: 32);
        RecordingSink sink = new();
        ring.Producer.Push(TestPages.From(0, 9));
        Assert.True(ring.Collector.TryTake(out _));
        Assert.Equal(TestPages.From(1, 2), ring.Harvest(2));
        Assert.Equal(3, ring.Resetter.Reset(ref sink).Entries);
        Assert.True(ring.Collector.TryTake(out _));
        ring.HarvestInPlace(2, (first, second) => first.Length + second.Length);
        Assert.Equal(3, ring.Resetter.Reset(ref sink).Entries);
        Assert.True(ring.Collector.TryTake(out _));
        ring.HarvestInPlace(2, (_, _) => 0);
        Assert.True(ring.Collector.TryTake(out DirtyPage page));
        Assert.Equal(TestPages.At(7), page);
        ring.Collector.Commit();
        Assert.Equal(2, ring.Resetter.Reset(ref sink).Entries);
    }

    [Theory]
    [EveryDesign]
    public void A_disposed_collector_takes_nothing_and_its_commit_grants_nothing(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        RecordingSink sink = new();
        ring.Producer.Push(TestPages.At(0));
        ring.Collector.Dispose();
        Assert.False(ring.Collector.TryTake(out DirtyPage page));
        Assert.Equal(default, page);
        HarvestTicket ticket = ring.Collector.Commit();
        Assert.False(ring.Resetter.Reset(ref sink).TryGrantRead(ticket, out _));
    }

    [Fact]
    public void Frames_outside_the_slots_are_skipped_and_counted()
    {
        using LapPageRing ring = new(16, TestPages.Slots, reservedEntries: 0);
        SlotTable smaller = new(new MemorySlot(TestPages.At(0).Slot, BaseGfn(TestPages.At(0)), 1));
        ring.Producer.Push(TestPages.From(0, 3));
        using FlaggedRing<CoherentFencePoints, PageAddressEntry<LapStates>, DirtyPageAddress>.CollectorHandle collector =
            new(((RingHandle)ring.Producer).Memory(), smaller, ordered: true);
        Assert.True(collector.TryTake(out DirtyPage page));
        Assert.Equal(TestPages.At(0), page);
        Assert.False(collector.TryTake(out _));
        Assert.Equal(2ul, collector.OutOfRange);
        Assert.Equal(3ul, collector.Harvested);
    }

    [Fact]
    public void Items_of_8_byte_entries_are_page_addresses_of_a_published_page_and_nothing_else()
    {
        using LapPageRing ring = new(64, TestPages.Slots, reservedEntries: 0);
        DirtyPage[] pages = TestPages.From(0, 40);
        ring.Producer.Push(pages);
        DirtyPageAddress[] items = new DirtyPageAddress[64];
        Assert.Equal(40, ring.Collector.HarvestItems(items).Entries);
        for (int i = 0; i < pages.Length; i++)
            Assert.Equal(BaseGfn(pages[i]) << DirtyPageAddress.FrameShift, items[i].Word);
        Assert.Equal(HarvestStatus.Empty, ring.Collector.HarvestItems(items).Status);
        RecordingSink sink = new();
        Assert.Equal(40, ring.Resetter.Reset(ref sink).Entries);
    }

    [Theory]
    [InlineData(8, 100)]
    [InlineData(16, 100)]
    [InlineData(8, 6)]
    [InlineData(1, 100)]
    [InlineData(2, 1)]
    public void A_ring_of_frames_outside_the_slots_is_gone_through_once(int entries, int inRange)
    {
        using FlaggedPageRing ring = new(entries, TestPages.Slots, reservedEntries: 0);
        DirtyPage[] pages = TestPages.From(0, entries);
        SlotTable one = new(new MemorySlot(7, inRange < entries ? BaseGfn(pages[inRange]) : 1UL << 50, 1));
        Assert.Equal(entries, ring.Producer.Push(pages).Pushed);
        using FlaggedRing<CoherentFencePoints, PageAddressEntry<KvmStates>, DirtyPageAddress>.CollectorHandle collector =
            new(((RingHandle)ring.Producer).Memory(), one, ordered: true);
        int taken = 0;
        while (collector.TryTake(out DirtyPage page))
        {
            Assert.Equal(new DirtyPage(7, 0), page);
            taken++;
        }

        Assert.Equal(inRange < entries ? 1 : 0, taken);
        Assert.Equal((ulong)entries, collector.Harvested);
        Assert.Equal((ulong)(entries - taken), collector.OutOfRange);
        collector.Commit();
        RecordingSink sink = new();
        Assert.Equal(entries, ring.Resetter.Reset(ref sink).Entries);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_ring_smaller_than_a_line_is_taken_and_reset_lap_after_lap(int entries)
    {
        using FlaggedDirtyRing ring = new(entries, reservedEntries: 0);
        RecordingSink sink = new();
        for (int lap = 0; lap < 10; lap++)
        {
            DirtyPage[] pages = TestPages.From(lap, entries);
            Assert.Equal(entries, ring.Producer.Push(pages).Pushed);
            foreach (DirtyPage expected in pages)
            {
                Assert.True(ring.Collector.TryTake(out DirtyPage page));
                Assert.Equal(expected, page);
            }

            Assert.False(ring.Collector.TryTake(out _));
            Assert.Equal(entries, ring.Resetter.Reset(ref sink).Entries);
        }
    }

    [Fact]
    public void A_collector_that_waits_keeps_nothing_back()
    {
        using FlaggedDirtyRing ring = new(8, reservedEntries: 0);
        RecordingSink sink = new();
        ring.Producer.Push(TestPages.At(0));
        Assert.True(ring.Collector.TryTake(out _));
        Assert.Equal(WaitStatus.TimedOut, ring.Collector.WaitForEntries(WaitStrategy.Spin, System.TimeSpan.Zero));
        Assert.Equal(1, ring.Resetter.Reset(ref sink).Entries);
    }

    private static ulong BaseGfn(DirtyPage page)
    {
        Assert.True(TestPages.Slots.TryGetGfn(page.Slot, page.Offset, out ulong gfn));
        return gfn;
    }
}
