using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>Bursts: pushes and takes with the cursor in registers do what the handles do, and nobody gets an entry twice.</summary>
public class BurstTests
{
    public static TheoryData<int, int, ulong> Geometries() => new()
    {
        { 1, 0, 0 }, { 2, 0, 0xFFFF_FFFF }, { 4, 1, 3 }, { 8, 2, 0x1_0000_0000 - 5 }, { 64, 7, 61 }, { 64, 0, 0xFFFF_FFFF_FFF1 },
    };

    [Theory]
    [MemberData(nameof(Geometries))]
    public void Bursts_move_pages_in_order_lap_after_lap(int entries, int reserved, ulong firstPosition)
    {
        Move(new FlaggedRing<CoherentFencePoints, GfnEntry<KvmStates>, DirtyPage>(new(entries, 16, reserved), null, firstPosition));
        Move(new FlaggedRing<CoherentFencePoints, GfnEntry<LapStates>, DirtyPage>(new(entries, 16, reserved), TestPages.Slots, firstPosition));
        Move(new FlaggedRing<CoherentFencePoints, PageAddressEntry<KvmStates>, DirtyPageAddress>(new(entries, 8, reserved), TestPages.Slots, firstPosition));
        Move(new FlaggedRing<CoherentFencePoints, PageAddressEntry<LapStates>, DirtyPageAddress>(new(entries, 8, reserved), TestPages.Slots, firstPosition));
        if (!System.Runtime.Intrinsics.X86.Avx.X64.IsSupported)
            return;
        Move(new FlaggedRing<X64FencePoints, GfnEntry<LapStates>, DirtyPage>(new(entries, 16, reserved), null, firstPosition));
        Move(new FlaggedRing<X64FencePoints, PageAddressEntry<LapStates>, DirtyPageAddress>(new(entries, 8, reserved), TestPages.Slots, firstPosition));
    }

    [Fact]
    public void A_burst_says_soft_full_and_refuses_as_the_handle_does_and_goes_on_after_a_reset()
    {
        using LapDirtyRing ring = new(16, reservedEntries: 4);
        using LapDirtyRing byHandle = new(16, reservedEntries: 4);
        LapDirtyRing.PushBurst burst = ring.Producer.OpenBurst();
        RecordingSink sink = new();
        for (int round = 0; round < 9; round++)
        {
            for (int i = 0; i < 19; i++)
                Assert.Equal(byHandle.Producer.Push(TestPages.At(i)), burst.Push(TestPages.At(i)));
            foreach (LapDirtyRing each in (LapDirtyRing[])[ring, byHandle])
            {
                each.Collector.Harvest(new DirtyPage[5 + round]);
                each.Resetter.Reset(ref sink);
            }
        }

        burst.Dispose();
        Assert.Equal(byHandle.Producer.Published, ring.Producer.Published);
        Assert.Equal(byHandle.Producer.Refused, ring.Producer.Refused);
        Assert.Equal(byHandle.Producer.Push(TestPages.At(0)), ring.Producer.Push(TestPages.At(0)));
    }

    [Fact]
    public void While_a_burst_is_open_its_handle_refuses_everything_else()
    {
        using FlaggedDirtyRing ring = new(16, reservedEntries: 0);
        ring.Producer.Push(TestPages.From(0, 5));
        FlaggedDirtyRing.PushBurst push = ring.Producer.OpenBurst();
        Assert.Throws<InvalidOperationException>(() => ring.Producer.Push(TestPages.At(0)));
        Assert.Throws<InvalidOperationException>(() => ring.Producer.Push(TestPages.From(0, 2)));
        Assert.Throws<InvalidOperationException>(() => ring.Producer.OpenBurst().Dispose());
        Assert.Throws<InvalidOperationException>(() => ring.Producer.WaitForSpace(WaitStrategy.Spin, TimeSpan.Zero));
        Assert.Throws<InvalidOperationException>(ring.Producer.Dispose);
        Assert.Equal(PushStatus.Published, push.Push(TestPages.At(5)));
        push.Dispose();
        push.Dispose();
        Assert.Equal(PushStatus.HandleDisposed, push.Push(TestPages.At(6)));
        Assert.Equal(PushStatus.Published, ring.Producer.Push(TestPages.At(6)));

        FlaggedDirtyRing.TakeBurst take = ring.Collector.OpenBurst();
        Assert.True(take.TryTake(out DirtyPage page));
        Assert.Equal(TestPages.At(0), page);
        Assert.Throws<InvalidOperationException>(() => ring.Collector.TryTake(out _));
        Assert.Throws<InvalidOperationException>(() => ring.Collector.Harvest(new DirtyPage[1]));
        Assert.Throws<InvalidOperationException>(() => ring.Collector.HarvestItems(new DirtyPage[1]));
        Assert.Throws<InvalidOperationException>(() => ring.Collector.HarvestInPlace().Commit(0));
        Assert.Throws<InvalidOperationException>(() => ring.Collector.Commit());
        Assert.Throws<InvalidOperationException>(() => ring.Collector.OpenBurst().Dispose());
        Assert.Throws<InvalidOperationException>(() => ring.Collector.WaitForEntries(WaitStrategy.Spin, TimeSpan.Zero));
        Assert.Throws<InvalidOperationException>(ring.Collector.Dispose);
        take.Dispose();
        take.Dispose();
        Assert.False(take.TryTake(out _));
        Assert.Equal(6, ring.Collector.Harvest(new DirtyPage[16]).Entries);
    }

    [Fact]
    public void A_burst_of_a_disposed_handle_does_nothing()
    {
        using FlaggedDirtyRing ring = new(16, reservedEntries: 0);
        ring.Producer.Push(TestPages.At(0));
        ring.Producer.Dispose();
        ring.Collector.Dispose();
        FlaggedDirtyRing.PushBurst push = ring.Producer.OpenBurst();
        Assert.Equal(PushStatus.HandleDisposed, push.Push(TestPages.At(0)));
        push.Dispose();
        FlaggedDirtyRing.TakeBurst take = ring.Collector.OpenBurst();
        Assert.False(take.TryTake(out _));
        Assert.Equal(default, take.Commit());
        take.Dispose();
    }

    [Fact]
    public void A_burst_hands_over_a_line_at_a_time_and_the_rest_by_its_commit_and_its_end()
    {
        using LapDirtyRing ring = new(16, reservedEntries: 0);
        RecordingSink sink = new();
        ring.Producer.Push(TestPages.From(0, 11));
        LapDirtyRing.TakeBurst burst = ring.Collector.OpenBurst();
        Take(ref burst, 3);
        Assert.Equal(0, ring.Resetter.Reset(ref sink).Entries);
        Take(ref burst, 2);
        Assert.Equal(4, ring.Resetter.Reset(ref sink).Entries);
        HarvestTicket ticket = burst.Commit();
        ResetResult reset = ring.Resetter.Reset(ref sink);
        Assert.Equal(1, reset.Entries);
        Assert.True(reset.TryGrantRead(ticket, out _));
        Take(ref burst, 6);
        burst.Dispose();
        Assert.Equal(6, ring.Resetter.Reset(ref sink).Entries);
        Assert.Equal(11ul, ring.Collector.Harvested);
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

    [Theory]
    [InlineData(4)]
    [InlineData(64)]
    [InlineData(1024)]
    public async Task Two_threads_in_bursts_lose_nothing_and_keep_the_order(int entries)
    {
        int pages = 2_000 * Math.Min(entries, 100); // a small ring is handed to and fro with each few
        using LapDirtyRing ring = new(entries, reservedEntries: 0);
        using CancellationTokenSource late = new(TimeSpan.FromMinutes(2));
        Task producer = Task.Run(() => Produce(ring, pages, late.Token));
        Task<int> consumer = Task.Run(() => Consume(ring, pages, late.Token));
        await producer;
        Assert.Equal(pages, await consumer);

        static void Produce(LapDirtyRing ring, int pages, CancellationToken late)
        {
            LapDirtyRing.PushBurst burst = ring.Producer.OpenBurst();
            for (int i = 0; i < pages; i++)
            {
                while (burst.Push(new DirtyPage(0, (ulong)i)) > PushStatus.PublishedSoftFull)
                {
                    late.ThrowIfCancellationRequested();
                    Thread.Yield();
                }
            }

            burst.Dispose();
        }

        static int Consume(LapDirtyRing ring, int pages, CancellationToken late)
        {
            RecordingSink sink = new();
            int next = 0;
            while (next < pages)
            {
                late.ThrowIfCancellationRequested();
                LapDirtyRing.TakeBurst burst = ring.Collector.OpenBurst();
                for (int i = 0; i < 100 && burst.TryTake(out DirtyPage page); i++)
                    Assert.Equal((ulong)next++, page.Offset);
                burst.Dispose();
                ring.Resetter.Reset(ref sink, cancellation: late);
                Thread.Yield();
            }

            return next;
        }
    }

    private static void Move<TFence, TEntry, TItem>(FlaggedRing<TFence, TEntry, TItem> ring)
        where TFence : IFencePoints
        where TEntry : struct, IFlaggedEntry<TItem>
        where TItem : unmanaged
    {
        using (ring)
        {
            Random random = new(7);
            RecordingSink sink = new();
            int pushed = 0;
            int taken = 0;
            for (int round = 0; round < 200; round++)
            {
                FlaggedRing<TFence, TEntry, TItem>.PushBurst push = ring.Producer.OpenBurst();
                for (int i = random.Next(2 * ring.Geometry.Entries); i > 0 && push.Push(TestPages.At(pushed % 50)) <= PushStatus.PublishedSoftFull; i--)
                    pushed++;
                push.Dispose();
                if (ring.Producer.Push(TestPages.At(pushed % 50)) <= PushStatus.PublishedSoftFull)
                    pushed++;
                Assert.Equal((ulong)pushed, ring.Producer.Published);

                FlaggedRing<TFence, TEntry, TItem>.TakeBurst take = ring.Collector.OpenBurst();
                DirtyPage page;
                for (int i = random.Next(2 * ring.Geometry.Entries); i > 0 && take.TryTake(out page); i--)
                    Assert.Equal(TestPages.At(taken++ % 50), page);
                take.Dispose();
                if (ring.Collector.TryTake(out page))
                    Assert.Equal(TestPages.At(taken++ % 50), page);
                ring.Collector.Commit();
                Assert.Equal((ulong)taken, ring.Collector.Harvested);
                ring.Resetter.Reset(ref sink);
                Assert.Equal((ulong)taken, ring.Resetter.EntriesReset);
            }

            Assert.True(taken > 100, $"{taken} pages moved.");
        }
    }

    private static void Take(ref LapDirtyRing.TakeBurst burst, int count)
    {
        for (int i = 0; i < count; i++)
            Assert.True(burst.TryTake(out _));
    }
}
