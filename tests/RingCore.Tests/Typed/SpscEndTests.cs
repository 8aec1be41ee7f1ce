using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace RingCore.Tests.Typed;

/// <summary>Policies of a full ring, waits, and what each side sees of the other's end.</summary>
[Trait("Category", "Typed")]
public class SpscEndTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    public static TheoryData<WaitStrategy> Strategies => [.. Enum.GetValues<WaitStrategy>()];

    [Fact]
    public void A_push_tells_of_the_soft_limit_and_reserves_what_is_behind_it()
    {
        using SpscRing<int> ring = new(new TypedRingOptions { Capacity = 8, ReservedItems = 3 });
        for (int i = 1; i <= 8; i++)
            Assert.Equal(i < 5 ? PushStatus.Published : PushStatus.PublishedSoftFull, ring.Producer.Push(i));
        Assert.Equal(PushStatus.RefusedFull, ring.Producer.Push(9));
        Assert.Equal(WaitStatus.TimedOut, ring.Producer.WaitForSpace(WaitStrategy.Spin, TimeSpan.Zero));
        Assert.Equal(4, ring.Consumer.Take(new int[4]));
        Assert.Equal(WaitStatus.Ready, ring.Producer.WaitForSpace(WaitStrategy.Spin, TimeSpan.Zero));
        Assert.Equal(1UL, ring.Producer.Refused);
    }

    [Fact]
    public void Space_comes_back_in_steps_of_an_eighth_and_with_the_last_item_seen()
    {
        using SpscRing<int> ring = new(64);
        ring.Producer.Push([.. new int[64]]);
        for (int i = 1; i <= 8; i++)
        {
            Assert.Equal(PushStatus.RefusedFull, ring.Producer.Push(0));
            Assert.True(ring.Consumer.TryTake(out _));
        }

        Assert.Equal(8, ring.Producer.Push([.. new int[64]]).Pushed);
        Assert.Equal(64, ring.Consumer.Take(new int[64]));
        ring.Producer.Push([1, 2, 3]);
        for (int i = 1; i <= 3; i++)
            Assert.True(ring.Consumer.TryTake(out _));
        Assert.Equal(64, ring.Producer.Push([.. new int[65]]).Pushed);
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task A_push_that_waits_gets_room(WaitStrategy strategy)
    {
        using SpscRing<int> ring = new(new TypedRingOptions { Capacity = 4, WhenFull = FullPolicy.Wait, PushWait = strategy });
        Task<PushResult> pushing = Task.Run(() => ring.Producer.Push([.. new int[50]]));
        for (int taken = 0; taken < 50;)
        {
            long start = Stopwatch.GetTimestamp();
            Assert.Equal(WaitStatus.Ready, ring.Consumer.WaitForItems(strategy, s_limit));
            Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, s_limit / 2); // woken, and not by the end of its time
            taken += ring.Consumer.Take(new int[3]);
        }

        Assert.Equal(50, (await pushing.WaitAsync(s_limit)).Pushed);
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task A_claim_that_waits_gets_as_many_as_it_wants(WaitStrategy strategy)
    {
        using SpscRing<int> ring = new(new TypedRingOptions { Capacity = 4, WhenFull = FullPolicy.Wait, PushWait = strategy });
        ring.Producer.Push([1, 2, 3]);
        Task<int> claiming = Task.Run(() =>
        {
            Assert.True(ring.Producer.TryClaim(4, out Claim<int> claim));
            using (claim)
                return claim.Count;
        });
        for (int i = 1; i <= 3; i++)
        {
            await Task.Delay(20);
            Assert.False(claiming.IsCompleted);
            Assert.True(ring.Consumer.TryTake(out int item) && item == i);
        }

        Assert.Equal(4, await claiming.WaitAsync(s_limit));
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task A_producer_that_waits_for_a_dead_consumer_is_told(WaitStrategy strategy)
    {
        using SpscRing<int> ring = new(new TypedRingOptions { Capacity = 2, WhenFull = FullPolicy.Wait, PushWait = strategy });
        ring.Producer.Push([1, 2]);
        Task<PushStatus> pushing = Task.Run(() => ring.Producer.Push(3));
        await Task.Delay(20);
        Assert.False(pushing.IsCompleted);
        ring.Consumer.Dispose();
        Assert.Equal(PushStatus.RefusedCompleted, await pushing.WaitAsync(s_limit));
        Assert.True(ring.Producer.IsConsumerGone);
        Assert.Equal(WaitStatus.Completed, ring.Producer.WaitForSpace(strategy, s_limit));
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task A_consumer_that_waits_for_a_producer_that_ends_is_told(WaitStrategy strategy)
    {
        using SpscRing<int> ring = new(2);
        Task<WaitStatus> waiting = Task.Run(() => ring.Consumer.WaitForItems(strategy, Timeout.InfiniteTimeSpan)); // a wait with an end would find out by that
        await Task.Delay(20);
        Assert.False(waiting.IsCompleted);
        ring.Producer.Dispose();
        Assert.Equal(WaitStatus.Completed, await waiting.WaitAsync(s_limit));
        Assert.Equal(RingEnding.Abandoned, ring.Consumer.Ending);
        Assert.True(ring.Consumer.IsCompleted);
        Assert.Null(ring.Consumer.Error);
    }

    [Fact]
    public void What_was_published_before_the_end_is_taken_after_it()
    {
        using SpscRing<int> ring = new(4);
        IOException error = new("disk full");
        ring.Producer.Push([1, 2]);
        ring.Producer.Complete(error);
        ring.Producer.Complete();
        ring.Producer.Dispose();
        Assert.Equal(RingEnding.Completed, ring.Consumer.Ending);
        Assert.Same(error, ring.Consumer.Error);
        Assert.False(ring.Consumer.IsCompleted);
        Assert.Equal(WaitStatus.Ready, ring.Consumer.WaitForItems(WaitStrategy.Block, s_limit));
        Assert.Equal(2, ring.Consumer.Take(new int[9]));
        Assert.True(ring.Consumer.IsCompleted);
        Assert.Equal(WaitStatus.Completed, ring.Consumer.WaitForItems(WaitStrategy.Block, s_limit));
    }

    [Fact]
    public void Handles_that_are_disposed_do_nothing()
    {
        SpscRing<int> ring = new(4);
        ring.Producer.Push(1);
        ring.Dispose();
        ring.Dispose();
        Assert.Equal(PushStatus.HandleDisposed, ring.Producer.Push(2));
        Assert.Equal(new PushResult(PushStatus.HandleDisposed, 0), ring.Producer.Push([2]));
        Assert.False(ring.Producer.TryClaim(1, out _));
        Assert.Equal(WaitStatus.HandleDisposed, ring.Producer.WaitForSpace(WaitStrategy.Spin, s_limit));
        Assert.False(ring.Producer.IsConsumerGone);
        Assert.False(ring.Consumer.TryTake(out _));
        Assert.Equal(0, ring.Consumer.Take(new int[1]));
        Assert.Equal(0, ring.Consumer.TakeInPlace().Count);
        Assert.Equal(WaitStatus.HandleDisposed, ring.Consumer.WaitForItems(WaitStrategy.Spin, s_limit));
        Assert.True(ring.Consumer.IsCompleted);
        Assert.Equal((0, RingEnding.Abandoned), (ring.Consumer.Backlog, ring.Consumer.Ending));
    }

    [Fact]
    public void A_wait_ends_when_it_is_cancelled()
    {
        using SpscRing<int> ring = new(1);
        using CancellationTokenSource soon = new(TimeSpan.FromMilliseconds(20));
        Assert.Equal(WaitStatus.Cancelled, ring.Consumer.WaitForItems(WaitStrategy.Block, s_limit, soon.Token));
        ring.Producer.Push(1);
        Assert.Equal(WaitStatus.Cancelled, ring.Producer.WaitForSpace(WaitStrategy.Block, s_limit, soon.Token));
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(3, 0, 1)]
    [InlineData(4, 4, 1)]
    [InlineData(4, -1, 1)]
    [InlineData(4, 0, 0)]
    public void Numbers_outside_their_range_are_refused(int capacity, int reserved, int batch) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new SpscRing<int>(new TypedRingOptions { Capacity = capacity, ReservedItems = reserved, MaxBatchItems = batch }));
}
