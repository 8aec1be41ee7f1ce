using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace RingCore.Tests.Typed;

/// <summary>The consumer as a channel's reader.</summary>
[Trait("Category", "Typed")]
public class RingChannelReaderTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Reads_all_that_is_pushed_until_the_end()
    {
        using ManagedSpscRing<string> ring = new(new TypedRingOptions { Capacity = 8, WhenFull = FullPolicy.Wait });
        Task pushing = Task.Run(() =>
        {
            for (int i = 0; i < 5000; i++)
                ring.Producer.Push($"{i}");
            ring.Producer.Complete();
        });
        int next = 0;
        using CancellationTokenSource limit = new(s_limit);
        await foreach (string item in ring.Consumer.ReadAllAsync(limit.Token))
            Assert.Equal($"{next++}", item);
        Assert.Equal(5000, next);
        await pushing.WaitAsync(s_limit);
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_loses_nothing()
    {
        using SpscRing<int> ring = new(1024);
        using RingChannelReader<int> reader = ring.Consumer.AsChannelReader();
        Task pushing = Task.Run(async () =>
        {
            for (int i = 0; i < 300; i++)
            {
                ring.Producer.Push(i);
                if (i % 10 == 0)
                    await Task.Delay(1);
            }

            ring.Producer.Complete();
        });
        List<int> read = [];
        int cancelled = 0;
        while (true)
        {
            using CancellationTokenSource soon = new(TimeSpan.FromMilliseconds(cancelled % 3));
            try
            {
                if (!await reader.WaitToReadAsync(soon.Token).AsTask().WaitAsync(s_limit))
                    break;
                while (reader.TryRead(out int item))
                    read.Add(item);
            }
            catch (OperationCanceledException)
            {
                cancelled++;
            }
        }

        await pushing.WaitAsync(s_limit);
        Assert.Equal(300, read.Count);
        Assert.Equal(44850, Sum(read));
        Assert.True(reader.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task The_end_s_cause_is_thrown()
    {
        using SpscRing<int> ring = new(4);
        using RingChannelReader<int> reader = ring.Consumer.AsChannelReader();
        Task<bool> waiting = reader.WaitToReadAsync().AsTask();
        Assert.False(waiting.IsCompleted);
        ring.Producer.Complete(new IOException("gone"));
        await Assert.ThrowsAsync<IOException>(() => waiting.WaitAsync(s_limit));
        await Assert.ThrowsAsync<IOException>(() => reader.Completion.WaitAsync(s_limit));
        await Assert.ThrowsAsync<IOException>(() => reader.WaitToReadAsync().AsTask());
    }

    [Fact]
    public async Task Completion_comes_with_the_last_item()
    {
        using SpscRing<int> ring = new(4);
        using RingChannelReader<int> reader = ring.Consumer.AsChannelReader();
        ring.Producer.Push([1, 2]);
        ring.Producer.Complete();
        Assert.True(reader.TryRead(out _));
        Assert.False(reader.Completion.IsCompleted);
        Assert.True(reader.TryRead(out _));
        await reader.Completion.WaitAsync(s_limit);
        Assert.False(await reader.WaitToReadAsync());
    }

    [Fact]
    public async Task Dispose_ends_pending_waits_and_gives_the_consumer_back()
    {
        using SpscRing<int> ring = new(4);
        RingChannelReader<int> reader = ring.Consumer.AsChannelReader();
        Task<bool> waiting = reader.WaitToReadAsync().AsTask();
        Task<bool> same = reader.WaitToReadAsync().AsTask();
        await Task.Run(reader.Dispose).WaitAsync(s_limit);
        reader.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(s_limit));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => same.WaitAsync(s_limit));
        ring.Producer.Push(3);
        Assert.False(reader.TryRead(out _)); // the consumer is another's now
        await Assert.ThrowsAsync<ObjectDisposedException>(() => reader.WaitToReadAsync().AsTask());
        Assert.True(ring.Consumer.TryTake(out int item) && item == 3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dispose_tells_its_thread_which_does_not_find_out_by_itself(bool waits)
    {
        TimeSpan soon = TimeSpan.FromMilliseconds(500); // half of what the thread lingers
        TimeSpan least = TimeSpan.MaxValue;
        for (int i = 0; i < 10 && least > soon; i++)
        {
            using SpscRing<int> ring = new(4);
            RingChannelReader<int> reader = ring.Consumer.AsChannelReader();
            Task<bool> wait = reader.WaitToReadAsync().AsTask();
            if (!waits)
            {
                ring.Producer.Push(1);
                Assert.True(await wait.WaitAsync(s_limit));
            }

            await Task.Delay(20); // the thread lingers by now, or waits for the ring
            long start = Stopwatch.GetTimestamp();
            await Task.Run(reader.Dispose).WaitAsync(s_limit);
            TimeSpan lasted = Stopwatch.GetElapsedTime(start);
            least = lasted < least ? lasted : least;
            if (waits)
                await Assert.ThrowsAsync<ObjectDisposedException>(() => wait.WaitAsync(s_limit));
        }

        Assert.InRange(least, TimeSpan.Zero, soon);
    }

    [Fact]
    public async Task Dispose_may_come_before_its_thread_has_begun()
    {
        for (int i = 0; i < 200; i++)
        {
            using SpscRing<int> ring = new(4);
            RingChannelReader<int> reader = ring.Consumer.AsChannelReader();
            Task<bool> wait = reader.WaitToReadAsync().AsTask();
            await Task.Run(reader.Dispose).WaitAsync(s_limit);
            await Assert.ThrowsAsync<ObjectDisposedException>(() => wait.WaitAsync(s_limit));
        }
    }

    [Fact]
    public void Dispose_waits_for_a_read_that_is_under_way()
    {
        using SlowConsumer consumer = new();
        RingChannelReader<int> reader = new(consumer);
        Thread reads = new(() => reader.TryRead(out _));
        reads.Start();
        Assert.True(consumer.IsAsked.Wait(s_limit));
        Thread disposes = new(reader.Dispose);
        disposes.Start();
        Assert.False(disposes.Join(100));
        consumer.MayAnswer.Set();
        Assert.True(disposes.Join(s_limit));
        Assert.True(reads.Join(s_limit));
    }

    private static int Sum(List<int> items)
    {
        int sum = 0;
        foreach (int item in items)
            sum += item;
        return sum;
    }

    /// <summary>A consumer of nothing, that answers when it may.</summary>
    private sealed class SlowConsumer : IRingConsumer<int>
    {
        public ManualResetEventSlim IsAsked { get; } = new();

        public ManualResetEventSlim MayAnswer { get; } = new();

        public bool IsCompleted => false;

        public RingEnding Ending => RingEnding.Open;

        public Exception? Error => null;

        public bool TryTake(out int item)
        {
            IsAsked.Set();
            Assert.True(MayAnswer.Wait(s_limit));
            item = 0;
            return false;
        }

        public int Take(Span<int> items) => 0;

        public WaitStatus WaitForItems(WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation = default) => WaitStatus.TimedOut;

        public void Dispose()
        {
            IsAsked.Dispose();
            MayAnswer.Dispose();
        }
    }
}
