using System;
using System.Linq;
using System.Threading;
using Xunit;

namespace RingCore.Tests.Typed;

[Trait("Category", "Typed")]
public class BroadcastRingTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(60);

    [Fact]
    public void Each_reader_reads_each_item()
    {
        using BroadcastRing<int> ring = new(4);
        using BroadcastRing<int>.ReaderHandle first = ring.AddReader();
        using BroadcastRing<int>.ReaderHandle second = ring.AddReader();
        Assert.Equal(BroadcastStatus.Empty, first.TryRead(out _));
        Assert.Equal(PushStatus.Published, ring.Producer.Push(7));
        Assert.Equal(new PushResult(PushStatus.Published, 2), ring.Producer.Push([8, 9]));
        Assert.Equal(3UL, ring.Producer.Published);
        Assert.Equal([7, 8, 9], ReadAll(first));
        Assert.Equal(3UL, second.Backlog);
        Assert.Equal([7, 8, 9], ReadAll(second));
        Assert.Equal(0UL, first.Lost + second.Lost + second.Backlog);
    }

    [Fact]
    public void A_reader_begins_with_the_next_item_or_with_the_oldest_that_is_kept()
    {
        using BroadcastRing<int> ring = new(4);
        using BroadcastRing<int>.ReaderHandle early = ring.AddReader(BroadcastStart.Oldest);
        ring.Producer.Push(1);
        using BroadcastRing<int>.ReaderHandle first = ring.AddReader(BroadcastStart.Oldest);
        ring.Producer.Push([2, 3, 4, 5, 6]);
        using BroadcastRing<int>.ReaderHandle oldest = ring.AddReader(BroadcastStart.Oldest);
        using BroadcastRing<int>.ReaderHandle next = ring.AddReader();
        Assert.Equal([3, 4, 5, 6], ReadAll(oldest));
        ring.Producer.Push(7);
        Assert.Equal([7], ReadAll(next));
        Assert.Equal(BroadcastStatus.Lapped, first.TryRead(out _));
        Assert.Equal(5UL, first.Lost); // 1 to 5: half a ring is left
        Assert.Equal([6, 7], ReadAll(first));
        Assert.True(early.TryTake(out int item));
        Assert.Equal((6, 5UL), (item, early.Lost));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(64)]
    public void A_lap_is_told_and_its_loss_is_exact(int capacity)
    {
        using BroadcastRing<CoherentFencePoints, long> ring = new(capacity, uint.MaxValue - 3UL);
        using BroadcastRing<CoherentFencePoints, long>.ReaderHandle reader = ring.AddReader();
        for (long i = 0; i < capacity; i++)
            ring.Producer.Push(i);
        Assert.Equal(BroadcastStatus.Read, reader.TryRead(out long item));
        Assert.Equal(0, item);
        for (long i = capacity; i < (3 * capacity) + 1; i++)
            ring.Producer.Push(i);
        Assert.Equal(new BroadcastResult(BroadcastStatus.Lapped, 0), reader.Read(new long[5]));
        Assert.Equal(0, item);
        Assert.Equal(BroadcastStatus.Read, reader.TryRead(out item));
        Assert.Equal((ulong)item - 1, reader.Lost);
        while (reader.TryRead(out long next) == BroadcastStatus.Read)
            Assert.Equal(++item, next);
        Assert.Equal(3 * capacity, item);
    }

    [Fact]
    public void Completion_comes_behind_the_last_item_and_carries_its_cause()
    {
        using BroadcastRing<int> ring = new(2);
        using BroadcastRing<int>.ReaderHandle reader = ring.AddReader();
        InvalidOperationException cause = new();
        ring.Producer.Push([1, 2]);
        ring.Producer.Complete(cause);
        ring.Producer.Complete(new InvalidOperationException("too late"));
        Assert.Equal(PushStatus.RefusedCompleted, ring.Producer.Push(3));
        Assert.Equal(new PushResult(PushStatus.RefusedCompleted, 0), ring.Producer.Push([3, 4]));
        Assert.False(reader.IsCompleted);
        Assert.Equal([1, 2], ReadAll(reader));
        Assert.Equal(BroadcastStatus.Completed, reader.TryRead(out _));
        Assert.True(reader.IsCompleted);
        Assert.Same(cause, reader.Error);
        Assert.Equal(RingEnding.Completed, reader.Ending);
        Assert.Equal(WaitStatus.Completed, reader.WaitForItems(WaitStrategy.Block, s_timeout));
    }

    [Fact]
    public void A_producer_that_is_disposed_leaves_readers_what_it_published()
    {
        BroadcastRing<int> ring = new(2);
        using BroadcastRing<int>.ReaderHandle reader = ring.AddReader();
        ring.Producer.Push(1);
        ring.Dispose();
        Assert.Equal(PushStatus.HandleDisposed, ring.Producer.Push(2));
        Assert.Equal([1], ReadAll(reader));
        Assert.Equal(BroadcastStatus.Completed, reader.TryRead(out _));
        Assert.Equal((RingEnding.Abandoned, null), (reader.Ending, reader.Error));
    }

    [Fact]
    public void A_reader_that_is_disposed_reads_nothing_and_holds_up_nobody()
    {
        using BroadcastRing<int> ring = new(2);
        BroadcastRing<int>.ReaderHandle reader = ring.AddReader();
        reader.Dispose();
        ring.Producer.Push(1);
        Assert.Equal(BroadcastStatus.HandleDisposed, reader.TryRead(out _));
        Assert.Equal(new BroadcastResult(BroadcastStatus.HandleDisposed, 0), reader.Read(new int[1]));
        Assert.Equal(WaitStatus.HandleDisposed, reader.WaitForItems(WaitStrategy.Spin, s_timeout));
        Assert.False(reader.TryTake(out _));
        Assert.Equal(0UL, reader.Backlog);
        ring.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ring.AddReader());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(-4)]
    public void A_capacity_that_is_no_power_of_two_is_refused(int capacity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BroadcastRing<int>(capacity));

    [Theory]
    [InlineData(WaitStrategy.Yield)]
    [InlineData(WaitStrategy.Block)]
    public void All_readers_that_wait_are_woken(WaitStrategy strategy)
    {
        using BroadcastRing<int> ring = new(8);
        BroadcastRing<int>.ReaderHandle[] readers = [ring.AddReader(), ring.AddReader(), ring.AddReader()];
        int sum = 0;
        Thread[] threads = [.. readers.Select(reader => new Thread(() =>
        {
            while (reader.WaitForItems(strategy, s_timeout) == WaitStatus.Ready)
            {
                while (reader.TryTake(out int item))
                    Interlocked.Add(ref sum, item);
            }

            Assert.True(reader.IsCompleted);
            reader.Dispose();
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        for (int i = 1; i <= 4; i++)
        {
            Thread.Sleep(5);
            ring.Producer.Push(i);
        }

        ring.Producer.Complete();
        Assert.All(threads, thread => Assert.True(thread.Join(s_timeout)));
        Assert.Equal(30, sum);
    }

    [Fact]
    public void Pushes_and_reads_allocate_nothing()
    {
        using BroadcastRing<long> ring = new(16);
        using BroadcastRing<long>.ReaderHandle reader = ring.AddReader();
        long[] items = new long[24];
        Assert.Equal(0, Allocated.Least(() =>
        {
            for (int i = 0; i < 2000; i++)
            {
                ring.Producer.Push(i);
                ring.Producer.Push(items);
                _ = reader.TryRead(out _);
                _ = reader.Take(items);
                _ = reader.WaitForItems(WaitStrategy.Block, TimeSpan.Zero);
            }
        }));
    }

    private static int[] ReadAll(BroadcastRing<int>.ReaderHandle reader)
    {
        int[] items = new int[100];
        BroadcastResult result = reader.Read(items);
        Assert.Equal(BroadcastStatus.Read, result.Status);
        return items[..result.Items];
    }
}
