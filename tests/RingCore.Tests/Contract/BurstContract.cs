using System;
using System.Threading;
using System.Threading.Tasks;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>Bursts, of every design that has them: pushes and takes with the cursor in registers do what the handles do, and nobody gets an entry twice.</summary>
public abstract class BurstContract<TPush, TTake>
    where TPush : IPushBurst, allows ref struct
    where TTake : ITakeBurst, allows ref struct
{
    /// <summary>A size of more than three cache lines.</summary>
    protected abstract int Entries { get; }

    protected abstract IDirtyRing Make(int entries, int reservedEntries);

    [Fact]
    public void A_burst_says_soft_full_and_refuses_as_the_handle_does_and_goes_on_after_a_reset()
    {
        using IDirtyRing ring = Make(Entries, 4);
        using IDirtyRing byHandle = Make(Entries, 4);
        TPush burst = Producer(ring).OpenBurst();
        RecordingSink sink = new();
        for (int round = 0; round < 9; round++)
        {
            for (int i = 0; i < 19; i++)
                Assert.Equal(byHandle.Producer.Push(TestPages.At(i)), burst.Push(TestPages.At(i)));
            foreach (IDirtyRing each in (IDirtyRing[])[ring, byHandle])
            {
                each.Collector.Harvest(new DirtyPage[5 + round]);
                each.Resetter.Reset(ref sink);
            }
        }

        burst.Dispose();
        (RingProducer<CoherentFencePoints> expected, RingProducer<CoherentFencePoints> actual) = (Counters(byHandle), Counters(ring));
        Assert.Equal((expected.Published, expected.Refused), (actual.Published, actual.Refused));
        Assert.Equal(byHandle.Producer.Push(TestPages.At(0)), ring.Producer.Push(TestPages.At(0)));
    }

    [Fact]
    public void While_a_push_burst_is_open_its_handle_refuses_everything_else()
    {
        using IDirtyRing ring = Make(Entries, 0);
        TPush burst = Producer(ring).OpenBurst();
        Assert.Throws<InvalidOperationException>(() => ring.Producer.Push(TestPages.At(0)));
        Assert.Throws<InvalidOperationException>(() => ring.Producer.Push(TestPages.From(0, 2)));
        Assert.Throws<InvalidOperationException>(() => Producer(ring).OpenBurst().Dispose());
        Assert.Throws<InvalidOperationException>(() => ring.Producer.WaitForSpace(WaitStrategy.Spin, TimeSpan.Zero));
        Assert.Throws<InvalidOperationException>(ring.Producer.Dispose);
        Assert.Equal(PushStatus.Published, burst.Push(TestPages.At(0)));
        burst.Dispose();
        burst.Dispose();
        Assert.Equal(PushStatus.HandleDisposed, burst.Push(TestPages.At(1)));
        Assert.Equal(PushStatus.Published, ring.Producer.Push(TestPages.At(1)));
    }

    [Fact]
    public void What_an_open_burst_refuses_leaves_the_handles_to_whichever_thread_comes_next()
    {
        using IDirtyRing ring = Make(Entries, 0);
        TPush push = Producer(ring).OpenBurst();
        Assert.Throws<InvalidOperationException>(() => ring.Producer.Push(TestPages.At(0)));
        Assert.Equal(PushStatus.Published, push.Push(TestPages.At(0)));
        push.Dispose();
        TTake take = Collector(ring).OpenBurst();
        Assert.Throws<InvalidOperationException>(() => ring.Collector.Harvest(new DirtyPage[1]));
        take.Dispose();
        Exception? failure = null;
        Thread next = new(() => failure = Record.Exception(() =>
        {
            ring.Producer.Push(TestPages.At(1));
            ring.Collector.Harvest(new DirtyPage[1]);
        }));
        next.Start();
        Assert.True(next.Join(TimeSpan.FromMinutes(2)), "The other thread did not end.");
        Assert.Null(failure); // Debug builds watch for two threads at once
    }

    [Fact]
    public void While_a_take_burst_is_open_its_handle_refuses_everything_else()
    {
        using IDirtyRing ring = Make(Entries, 0);
        ring.Producer.Push(TestPages.From(0, 6));
        TTake burst = Collector(ring).OpenBurst();
        Assert.True(burst.TryTake(out DirtyPage page));
        Assert.Equal(TestPages.At(0), page);
        Assert.Throws<InvalidOperationException>(() => ring.Collector.TryTake(out _));
        Assert.Throws<InvalidOperationException>(() => ring.Collector.Harvest(new DirtyPage[1]));
        Assert.Throws<InvalidOperationException>(() => ring.Collector.Commit());
        Assert.Throws<InvalidOperationException>(() => Collector(ring).OpenBurst().Dispose());
        Assert.Throws<InvalidOperationException>(() => ring.Collector.WaitForEntries(WaitStrategy.Spin, TimeSpan.Zero));
        Assert.Throws<InvalidOperationException>(ring.Collector.Dispose);
        burst.Dispose();
        burst.Dispose();
        Assert.False(burst.TryTake(out _));
        Assert.Equal(5, ring.Collector.Harvest(new DirtyPage[16]).Entries);
    }

    [Fact]
    public void A_burst_of_a_disposed_handle_does_nothing()
    {
        using IDirtyRing ring = Make(Entries, 0);
        ring.Producer.Push(TestPages.At(0));
        ring.Producer.Dispose();
        ring.Collector.Dispose();
        TPush push = Producer(ring).OpenBurst();
        Assert.Equal(PushStatus.HandleDisposed, push.Push(TestPages.At(0)));
        push.Dispose();
        TTake take = Collector(ring).OpenBurst();
        Assert.False(take.TryTake(out _));
        Assert.Equal(default, take.Commit());
        take.Dispose();
    }

    [Fact]
    public void A_burst_hands_over_a_line_at_a_time_and_the_rest_by_its_commit_and_its_end()
    {
        using IDirtyRing ring = Make(Entries, 0);
        RecordingSink sink = new();
        ring.Producer.Push(TestPages.From(0, 11));
        TTake burst = Collector(ring).OpenBurst();
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
        Assert.Equal(11ul, ((RingCollector<CoherentFencePoints>)ring.Collector).Harvested);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(64)]
    [InlineData(1024)]
    public async Task Two_threads_in_bursts_lose_nothing_and_keep_the_order(int entries)
    {
        int pages = 2_000 * Math.Min(entries, 100); // a small ring is handed to and fro with each few
        using IDirtyRing ring = Make(entries, 0);
        using CancellationTokenSource late = new(TimeSpan.FromMinutes(2));
        Task producer = Task.Run(() => Produce(Producer(ring), pages, late.Token));
        Task<int> consumer = Task.Run(() => Consume(Collector(ring), ring.Resetter, pages, late.Token));
        await producer;
        Assert.Equal(pages, await consumer);
    }

    /// <summary>Moves pages through a ring, by bursts and by its handles in turn, and disposes it.</summary>
    protected static void Move<TRingPush, TRingTake>(IDirtyRing ring, IBurstProducer<TRingPush> producer, IBurstCollector<TRingTake> collector)
        where TRingPush : IPushBurst, allows ref struct
        where TRingTake : ITakeBurst, allows ref struct
    {
        using (ring)
        {
            Random random = new(7);
            RecordingSink sink = new();
            int pushed = 0;
            int taken = 0;
            int reset = 0;
            for (int round = 0; round < 200; round++)
            {
                TRingPush push = producer.OpenBurst();
                for (int i = random.Next(2 * ring.Geometry.Entries); i > 0 && push.Push(TestPages.At(pushed % 50)) <= PushStatus.PublishedSoftFull; i--)
                    pushed++;
                push.Dispose();
                if (producer.Push(TestPages.At(pushed % 50)) <= PushStatus.PublishedSoftFull)
                    pushed++;

                TRingTake take = collector.OpenBurst();
                DirtyPage page;
                for (int i = random.Next(2 * ring.Geometry.Entries); i > 0 && take.TryTake(out page); i--)
                    Assert.Equal(TestPages.At(taken++ % 50), page);
                take.Dispose();
                if (collector.TryTake(out page))
                    Assert.Equal(TestPages.At(taken++ % 50), page);
                collector.Commit();
                reset += ring.Resetter.Reset(ref sink).Entries;
                Assert.Equal(taken, reset);
            }

            Assert.InRange(taken, 101, pushed);
        }
    }

    protected static void Take(ref TTake burst, int count)
    {
        for (int i = 0; i < count; i++)
            Assert.True(burst.TryTake(out _));
    }

    private static void Produce(IBurstProducer<TPush> producer, int pages, CancellationToken late)
    {
        TPush burst = producer.OpenBurst();
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

    private static int Consume(IBurstCollector<TTake> collector, IDirtyResetter resetter, int pages, CancellationToken late)
    {
        RecordingSink sink = new();
        int next = 0;
        while (next < pages)
        {
            late.ThrowIfCancellationRequested();
            TTake burst = collector.OpenBurst();
            for (int i = 0; i < 100 && burst.TryTake(out DirtyPage page); i++)
                Assert.Equal((ulong)next++, page.Offset);
            burst.Dispose();
            resetter.Reset(ref sink, cancellation: late);
            Thread.Yield();
        }

        return next;
    }

    private static IBurstProducer<TPush> Producer(IDirtyRing ring) => (IBurstProducer<TPush>)ring.Producer;

    private static IBurstCollector<TTake> Collector(IDirtyRing ring) => (IBurstCollector<TTake>)ring.Collector;

    private static RingProducer<CoherentFencePoints> Counters(IDirtyRing ring) => (RingProducer<CoherentFencePoints>)ring.Producer;
}
