using System;
using System.Threading;
using System.Threading.Tasks;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>Bursts of the packed ring do what its handles do, whatever its size and wherever in a cache line its memory starts.</summary>
[Trait("Category", "Packed")]
public class PackedBurstTests
{
    [Theory]
    [InlineData(1, 0, 0ul)]
    [InlineData(2, 0, 0xFFFF_FFFFul)]
    [InlineData(3, 1, 3ul)]
    [InlineData(5, 0, 0x1_0000_0000ul - 5)]
    [InlineData(7, 2, 0ul)]
    [InlineData(8, 0, 1ul)]
    [InlineData(100, 7, 0xFFFF_FFFF_FFF1ul)]
    public void Bursts_move_pages_in_order_lap_after_lap(int entries, int reserved, ulong firstPosition)
    {
        Move(new PackedRing<CoherentFencePoints>(RingGeometry.Packed(entries, reserved), null, firstPosition));
        RingGeometry geometry = RingGeometry.Packed(entries, reserved);
        for (int beyondLine = 0; beyondLine < CacheLine.Bytes; beyondLine += PackedDescriptor.Bytes)
        {
            using GuardedMemory memory = new((int)geometry.Bytes + beyondLine, CacheLine.Bytes);
            Move(new PackedDirtyRing(geometry, memory.Start + beyondLine, (nuint)geometry.Bytes, TestPages.Slots));
        }
    }

    [Fact]
    public void A_burst_says_soft_full_and_refuses_as_the_handle_does_and_goes_on_after_a_reset()
    {
        using PackedDirtyRing ring = new(13, reservedEntries: 4);
        using PackedDirtyRing byHandle = new(13, reservedEntries: 4);
        PackedDirtyRing.PushBurst burst = ring.Producer.OpenBurst();
        RecordingSink sink = new();
        for (int round = 0; round < 9; round++)
        {
            for (int i = 0; i < 19; i++)
                Assert.Equal(byHandle.Producer.Push(TestPages.At(i)), burst.Push(TestPages.At(i)));
            foreach (PackedDirtyRing each in (PackedDirtyRing[])[ring, byHandle])
            {
                each.Collector.Harvest(new DirtyPage[5 + round]);
                each.Resetter.Reset(ref sink);
            }
        }

        burst.Dispose();
        Assert.Equal((byHandle.Producer.Published, byHandle.Producer.Refused), (ring.Producer.Published, ring.Producer.Refused));
        Assert.Equal(byHandle.Producer.Push(TestPages.At(0)), ring.Producer.Push(TestPages.At(0)));
    }

    [Fact]
    public void While_a_burst_is_open_its_handle_refuses_everything_else()
    {
        using PackedDirtyRing ring = new(15, reservedEntries: 0);
        ring.Producer.Push(TestPages.From(0, 5));
        PackedDirtyRing.PushBurst push = ring.Producer.OpenBurst();
        Assert.Throws<InvalidOperationException>(() => ring.Producer.Push(TestPages.At(0)));
        Assert.Throws<InvalidOperationException>(() => ring.Producer.Push(TestPages.From(0, 2)));
        Assert.Throws<InvalidOperationException>(() => ring.Producer.OpenBurst().Dispose());
        Assert.Throws<InvalidOperationException>(() => ring.Producer.WaitForSpace(WaitStrategy.Spin, TimeSpan.Zero));
        Assert.Throws<InvalidOperationException>(ring.Producer.Dispose);
        Assert.Equal(PushStatus.Published, push.Push(TestPages.At(5)));
        push.Dispose();
        push.Dispose();
        Assert.Equal(PushStatus.HandleDisposed, push.Push(TestPages.At(6)));

        PackedDirtyRing.TakeBurst take = ring.Collector.OpenBurst();
        Assert.True(take.TryTake(out DirtyPage page));
        Assert.Equal(TestPages.At(0), page);
        Assert.Throws<InvalidOperationException>(() => ring.Collector.TryTake(out _));
        Assert.Throws<InvalidOperationException>(() => ring.Collector.Harvest(new DirtyPage[1]));
        Assert.Throws<InvalidOperationException>(() => ring.Collector.HarvestInPlace().Commit(0));
        Assert.Throws<InvalidOperationException>(() => ring.Collector.Commit());
        Assert.Throws<InvalidOperationException>(() => ring.Collector.OpenBurst().Dispose());
        Assert.Throws<InvalidOperationException>(ring.Collector.Dispose);
        take.Dispose();
        take.Dispose();
        Assert.False(take.TryTake(out _));
        Assert.Equal(5, ring.Collector.Harvest(new DirtyPage[16]).Entries);
        ring.Producer.Dispose();
        ring.Collector.Dispose();
        Assert.Equal(PushStatus.HandleDisposed, ring.Producer.OpenBurst().Push(TestPages.At(0)));
        Assert.Equal(default, ring.Collector.OpenBurst().Commit());
    }

    [Fact]
    public void A_burst_hands_over_a_line_at_a_time_and_the_rest_by_its_commit_its_end_and_the_laps_end()
    {
        using PackedDirtyRing ring = new(14, reservedEntries: 0);
        RecordingSink sink = new();
        ring.Producer.Push(TestPages.From(0, 14));
        PackedDirtyRing.TakeBurst burst = ring.Collector.OpenBurst();
        Take(ref burst, 3);
        Assert.Equal(0, ring.Resetter.Reset(ref sink).Entries);
        Take(ref burst, 2);
        Assert.Equal(4, ring.Resetter.Reset(ref sink).Entries);
        HarvestTicket ticket = burst.Commit();
        ResetResult reset = ring.Resetter.Reset(ref sink);
        Assert.Equal(1, reset.Entries);
        Assert.True(reset.TryGrantRead(ticket, out _));
        Take(ref burst, 9);
        Assert.Equal(9, ring.Resetter.Reset(ref sink).Entries); // the last two by the lap's end
        ring.Producer.Push(TestPages.At(0));
        Take(ref burst, 1);
        burst.Dispose();
        Assert.Equal(1, ring.Resetter.Reset(ref sink).Entries);
        Assert.Equal(15ul, ring.Collector.Harvested);

        static void Take(ref PackedDirtyRing.TakeBurst burst, int count)
        {
            for (int i = 0; i < count; i++)
                Assert.True(burst.TryTake(out _));
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(63)]
    [InlineData(1000)]
    public async Task Two_threads_in_bursts_lose_nothing_and_keep_the_order(int entries)
    {
        int pages = 2_000 * Math.Min(entries, 100); // a small ring is handed to and fro with each few
        using PackedDirtyRing ring = new(entries, reservedEntries: 0);
        using CancellationTokenSource late = new(TimeSpan.FromMinutes(2));
        Task producer = Task.Run(() => Produce(ring, pages, late.Token));
        Task<int> consumer = Task.Run(() => Consume(ring, pages, late.Token));
        await producer;
        Assert.Equal(pages, await consumer);
    }

    private static void Produce(PackedDirtyRing ring, int pages, CancellationToken late)
    {
        PackedDirtyRing.PushBurst burst = ring.Producer.OpenBurst();
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

    private static int Consume(PackedDirtyRing ring, int pages, CancellationToken late)
    {
        RecordingSink sink = new();
        int next = 0;
        while (next < pages)
        {
            late.ThrowIfCancellationRequested();
            PackedDirtyRing.TakeBurst burst = ring.Collector.OpenBurst();
            for (int i = 0; i < 100 && burst.TryTake(out DirtyPage page); i++)
                Assert.Equal((ulong)next++, page.Offset);
            burst.Dispose();
            ring.Resetter.Reset(ref sink, cancellation: late);
            Thread.Yield();
        }

        return next;
    }

    private static void Move(PackedRing<CoherentFencePoints> ring)
    {
        using (ring)
        {
            Random random = new(7);
            RecordingSink sink = new();
            int pushed = 0;
            int taken = 0;
            for (int round = 0; round < 200; round++)
            {
                PackedRing<CoherentFencePoints>.PushBurst push = ring.Producer.OpenBurst();
                for (int i = random.Next(2 * ring.Geometry.Entries); i > 0 && push.Push(TestPages.At(pushed % 50)) <= PushStatus.PublishedSoftFull; i--)
                    pushed++;
                push.Dispose();
                if (ring.Producer.Push(TestPages.At(pushed % 50)) <= PushStatus.PublishedSoftFull)
                    pushed++;
                Assert.Equal((ulong)pushed, ring.Producer.Published);

                PackedRing<CoherentFencePoints>.TakeBurst take = ring.Collector.OpenBurst();
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
        }
    }
}
