using System;
using System.Collections.Generic;
using System.Runtime.Intrinsics.X86;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>Bursts of the flagged rings, over their entries and fence points.</summary>
public class FlaggedBurstTests : BurstContract<LapDirtyRing.PushBurst, LapDirtyRing.TakeBurst>
{
    protected override int Entries => 16;

    protected override IDirtyRing Make(int entries, int reservedEntries) => new LapDirtyRing(entries, reservedEntries: reservedEntries);

    [Theory]
    [InlineData(1, 0, 0ul)]
    [InlineData(2, 0, 0xFFFF_FFFFul)]
    [InlineData(4, 1, 3ul)]
    [InlineData(8, 2, 0x1_0000_0000ul - 5)]
    [InlineData(64, 7, 61ul)]
    [InlineData(64, 0, 0xFFFF_FFFF_FFF1ul)]
    public void Bursts_move_pages_in_order_lap_after_lap(int entries, int reserved, ulong firstPosition)
    {
        Move(new FlaggedRing<CoherentFencePoints, GfnEntry<KvmStates>, DirtyPage>(new(entries, 16, reserved), null, firstPosition));
        Move(new FlaggedRing<CoherentFencePoints, GfnEntry<LapStates>, DirtyPage>(new(entries, 16, reserved), TestPages.Slots, firstPosition));
        Move(new FlaggedRing<CoherentFencePoints, PageAddressEntry<KvmStates>, DirtyPageAddress>(new(entries, 8, reserved), TestPages.Slots, firstPosition));
        Move(new FlaggedRing<CoherentFencePoints, PageAddressEntry<LapStates>, DirtyPageAddress>(new(entries, 8, reserved), TestPages.Slots, firstPosition));
        if (!Avx.X64.IsSupported)
            return;
        Move(new FlaggedRing<X64FencePoints, GfnEntry<LapStates>, DirtyPage>(new(entries, 16, reserved), null, firstPosition));
        Move(new FlaggedRing<X64FencePoints, PageAddressEntry<LapStates>, DirtyPageAddress>(new(entries, 8, reserved), TestPages.Slots, firstPosition));

        static void Move<TFence, TEntry, TItem>(FlaggedRing<TFence, TEntry, TItem> ring)
            where TFence : IFencePoints
            where TEntry : struct, IFlaggedEntry<TItem>
            where TItem : unmanaged => FlaggedBurstTests.Move(ring, ring.Producer, ring.Collector);
    }

    [Fact]
    public void While_a_burst_is_open_its_handle_harvests_no_items_and_nothing_in_place()
    {
        using FlaggedDirtyRing ring = new(16, reservedEntries: 0);
        FlaggedDirtyRing.TakeBurst burst = ring.Collector.OpenBurst();
        Assert.Throws<InvalidOperationException>(() => ring.Collector.HarvestItems(new DirtyPage[1]));
        Assert.Throws<InvalidOperationException>(() => ring.Collector.HarvestInPlace().Commit(0));
        burst.Dispose();
        Assert.Equal(0, ring.Collector.HarvestItems(new DirtyPage[1]).Entries);
    }

    [Fact]
    public void Entries_outside_the_slots_are_skipped_and_counted()
    {
        using FlaggedPageRing ring = new(16, TestPages.Slots, reservedEntries: 0);
        DirtyPage[] pages = TestPages.From(0, 6);
        ring.Producer.Push(pages);
        Assert.True(TestPages.Slots.TryGetGfn(pages[4].Slot, pages[4].Offset, out ulong gfn));
        using FlaggedRing<CoherentFencePoints, PageAddressEntry<KvmStates>, DirtyPageAddress>.CollectorHandle collector =
            new(((RingHandle)ring.Producer).Memory(), new SlotTable(new MemorySlot(3, gfn, 1)), ordered: true);
        FlaggedRing<CoherentFencePoints, PageAddressEntry<KvmStates>, DirtyPageAddress>.TakeBurst burst = collector.OpenBurst();
        List<DirtyPage> taken = [];
        for (int i = 0; i < 6; i++)
        {
            if (burst.TryTake(out DirtyPage page))
                taken.Add(page);
        }

        burst.Dispose();
        Assert.Equal([new DirtyPage(3, 0)], taken);
        Assert.Equal(5ul, collector.OutOfRange);
        Assert.Equal(6ul, collector.Harvested);
    }
}
