using System;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace RingCore.Tests.Typed;

[Trait("Category", "Typed")]
public class MpscRingTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(60);

    [Fact]
    public void An_exception_while_filling_publishes_nothing_and_holds_up_nobody()
    {
        using MpscRing<int> ring = new(4);
        Assert.Throws<InvalidOperationException>(() => FillAndThrow(ring));
        ring.Producer.Push(2);
        Assert.True(ring.Consumer.TryTake(out int item));
        Assert.Equal(2, item);
        Assert.Equal((1UL, 0), (ring.Consumer.Taken, ring.Consumer.Backlog));
    }

    [Fact]
    public void A_soft_full_ring_says_so_and_takes_what_is_reserved()
    {
        using MpscRing<int> ring = new(new TypedRingOptions { Capacity = 4, ReservedItems = 2 });
        Assert.Equal(PushStatus.Published, ring.Producer.Push(1));
        Assert.Equal(PushStatus.PublishedSoftFull, ring.Producer.Push(2));
        Assert.Equal(WaitStatus.TimedOut, ring.Producer.WaitForSpace(WaitStrategy.Spin, TimeSpan.Zero));
        Assert.Equal(new PushResult(PushStatus.RefusedFull, 2), ring.Producer.Push([3, 4, 5]));
        Assert.Equal(1UL, ring.Producer.Refused);
        Assert.Equal(3, ring.Consumer.Take(new int[3]));
        Assert.Equal(WaitStatus.Ready, ring.Producer.WaitForSpace(WaitStrategy.Spin, TimeSpan.Zero));
    }

    [Fact]
    public void The_end_is_seen_behind_the_last_item_with_its_cause()
    {
        using MpscRing<int> ring = new(4);
        InvalidOperationException cause = new();
        ring.Producer.Push(1);
        Assert.Equal((RingEnding.Open, null), (ring.Consumer.Ending, ring.Consumer.Error));
        ring.Producer.Complete(cause);
        ring.Producer.Complete(new InvalidOperationException("too late"));
        Assert.Equal(PushStatus.RefusedCompleted, ring.Producer.Push(2));
        Assert.Equal(WaitStatus.Completed, ring.Producer.WaitForSpace(WaitStrategy.Block, s_timeout));
        Assert.Equal(WaitStatus.Ready, ring.Consumer.WaitForItems(WaitStrategy.Block, s_timeout));
        Assert.False(ring.Consumer.IsCompleted);
        Assert.True(ring.Consumer.TryTake(out _));
        Assert.True(ring.Consumer.IsCompleted);
        Assert.Equal(WaitStatus.Completed, ring.Consumer.WaitForItems(WaitStrategy.Block, s_timeout));
        Assert.Equal(RingEnding.Completed, ring.Consumer.Ending);
        Assert.Same(cause, ring.Consumer.Error);
    }

    [Fact]
    public void A_producer_that_is_disposed_has_abandoned_the_ring()
    {
        using MpscRing<int> ring = new(4);
        ring.Producer.Dispose();
        Assert.Equal(PushStatus.HandleDisposed, ring.Producer.Push(1));
        Assert.Equal(new PushResult(PushStatus.HandleDisposed, 0), ring.Producer.Push([1, 2]));
        Assert.False(ring.Producer.TryClaim(1, out _));
        Assert.True(ring.Consumer.IsCompleted);
        Assert.Equal(RingEnding.Abandoned, ring.Consumer.Ending);
    }

    [Theory]
    [InlineData(WaitStrategy.Yield)]
    [InlineData(WaitStrategy.Block)]
    public void Producers_that_wait_are_told_that_the_consumer_is_gone(WaitStrategy strategy)
    {
        using MpscRing<int> ring = new(new TypedRingOptions { Capacity = 1, WhenFull = FullPolicy.Wait, PushWait = strategy });
        ring.Producer.Push(0);
        PushStatus[] statuses = new PushStatus[2];
        Thread[] threads = [new(() => statuses[0] = ring.Producer.Push(1)), new(() => statuses[1] = ring.Producer.Push(2))];
        foreach (Thread thread in threads)
            thread.Start();
        Thread.Sleep(20);
        ring.Consumer.Dispose();
        Assert.All(threads, thread => Assert.True(thread.Join(s_timeout)));
        Assert.All(statuses, status => Assert.Equal(PushStatus.RefusedCompleted, status));
        Assert.True(ring.Producer.IsConsumerGone);
        Assert.Equal(WaitStatus.Completed, ring.Producer.WaitForSpace(strategy, s_timeout));
    }

    [Fact]
    public void Producers_that_wait_are_told_that_the_ring_has_ended()
    {
        using MpscRing<int> ring = new(new TypedRingOptions { Capacity = 1, WhenFull = FullPolicy.Wait });
        ring.Producer.Push(0);
        PushStatus status = PushStatus.Published;
        Thread thread = new(() => status = ring.Producer.Push(1));
        thread.Start();
        Thread.Sleep(20);
        ring.Producer.Complete();
        Assert.True(thread.Join(s_timeout));
        Assert.Equal(PushStatus.RefusedCompleted, status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_consumer_that_waits_is_woken_by_an_item_and_by_the_end(bool ends)
    {
        using MpscRing<int> ring = new(4);
        Task<WaitStatus> waiting = Task.Run(() => ring.Consumer.WaitForItems(WaitStrategy.Block, Timeout.InfiniteTimeSpan));
        await Task.Delay(20);
        Assert.False(waiting.IsCompleted);
        if (ends)
            ring.Producer.Complete();
        else
            ring.Producer.Push(1);
        Assert.Equal(ends ? WaitStatus.Completed : WaitStatus.Ready, await waiting.WaitAsync(s_timeout));
    }

    [Fact]
    public void Items_taken_or_given_back_are_not_kept()
    {
        using ManagedMpscRing<object> ring = new(4);
        Assert.False(IsKept(ring, static r => Assert.True(r.Consumer.TryTake(out _))));
        Assert.False(IsKept(ring, static r => Assert.Equal(1, r.Consumer.Take(new object[3]))));
        Assert.False(IsKept(ring, static r => r.Consumer.TakeInPlace().Commit(1)));
        Assert.False(IsAlive(Abort(ring)));
        Assert.True(IsKept(ring, static r => { }));
    }

    [Fact]
    public void No_operation_allocates()
    {
        using MpscRing<long> ring = new(16);
        long[] items = new long[4];
        Assert.Equal(0, Allocated.Least(() =>
        {
            for (int i = 0; i < 2000; i++)
            {
                ring.Producer.Push(i);
                ring.Producer.Push(items);
                ring.Producer.TryClaim(2, out Claim<long> claim);
                claim.Commit(1);
                ring.Consumer.TryTake(out _);
                ring.Consumer.Take(items);
                ring.Consumer.TakeInPlace().Commit(1);
                ring.Consumer.LookForStall(out _);
                ring.Consumer.WaitForItems(WaitStrategy.Block, TimeSpan.Zero);
            }
        }));
    }

    [Fact]
    public void A_ring_costs_its_items_a_word_or_two_for_each_and_at_most_2_KiB()
    {
        long native = 0;
        long managed = Allocated.Least(() =>
        {
            using MpscRing<long> ring = new(64);
            native = (long)ring.Producer.Memory.Bytes;
        });
        Assert.InRange(managed + native - (64 * (sizeof(long) + (2 * sizeof(uint)))), 0, 2048);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1 << 29)]
    public void A_capacity_out_of_range_is_refused(int capacity) => Assert.Throws<ArgumentOutOfRangeException>(() => new MpscRing<byte>(capacity));

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_claim_that_was_committed_is_not_given_back_by_the_copy_that_a_using_statement_disposes(int pushedMeanwhile)
    {
        using MpscRing<int> ring = new(2);
        Assert.True(ring.Producer.TryClaim(2, out Claim<int> claim));
        using (claim)
        {
            claim[0] = 1;
            claim[1] = 2;
            Assert.Equal(PushStatus.PublishedSoftFull, claim.Commit());
            for (int i = 0; i < pushedMeanwhile; i++)
            {
                Assert.True(ring.Consumer.TryTake(out _));
                Assert.NotEqual(PushStatus.RefusedFull, ring.Producer.Push(3 + i)); // laps later its slots are somebody else's
            }
        }

        int[] items = new int[2];
        Assert.Equal(2, ring.Consumer.Take(items));
        Assert.Equal([1 + pushedMeanwhile, 2 + pushedMeanwhile], items);
    }

    [Fact]
    public void A_claim_is_committed_by_one_of_its_copies_only()
    {
        using MpscRing<int> ring = new(2);
        Assert.True(ring.Producer.TryClaim(1, out Claim<int> claim));
        Claim<int> copy = claim;
        claim[0] = 1;
        Assert.Equal(PushStatus.Published, claim.Commit());
        Assert.True(IsRefused(copy));
        Assert.True(ring.Consumer.TryTake(out int item));
        Assert.Equal(1, item);
        Assert.True(IsRefused(copy));
        Assert.False(ring.Consumer.TryTake(out _));

        static bool IsRefused(Claim<int> copy)
        {
            try
            {
                copy.Commit();
                return false;
            }
            catch (InvalidOperationException)
            {
                return true;
            }
        }
    }

    [Fact]
    public void A_claim_that_outlives_its_handle_touches_the_ring_no_more()
    {
        MpscRing<int> ring = new(2);
        Assert.True(ring.Producer.TryClaim(1, out Claim<int> claim));
        Assert.True(ring.Producer.TryClaim(1, out Claim<int> other));
        ring.Producer.Dispose();
        Assert.Equal(PushStatus.HandleDisposed, claim.Commit());
        other.Dispose();
        Assert.False(ring.Consumer.TryTake(out _));
        ring.Dispose();
    }

    [Fact]
    public void An_exception_while_filling_is_what_the_caller_sees_of_a_ring_that_is_disposed_with_the_claim_open()
    {
        Assert.Throws<FormatException>(Fill);

        static void Fill()
        {
            using MpscRing<long> ring = new(8);
            Assert.True(ring.Producer.TryClaim(3, out Claim<long> claim));
            claim[0] = 1;
            throw new FormatException();
        }
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData((1UL << 31) - 2)] // the indices wrap among the claims
    public void A_producer_that_is_disposed_gives_open_claims_back_and_holds_up_nobody(ulong first)
    {
        using MpscRing<CoherentFencePoints, int, NativeSlots<int>> ring = new(new TypedRingOptions { Capacity = 8 }, first);
        Assert.True(ring.Producer.TryClaim(2, out Claim<int> claim));
        Assert.Equal(PushStatus.Published, ring.Producer.Push(1));
        Assert.True(ring.Producer.TryClaim(1, out Claim<int> other));
        Assert.Equal(PushStatus.Published, ring.Producer.Push(2));
        Assert.False(ring.Consumer.TryTake(out _));
        ring.Producer.Dispose();
        Assert.True(ring.Consumer.TryTake(out int item) && item == 1);
        Assert.Equal(PushStatus.HandleDisposed, claim.Commit());
        other.Dispose();
        Assert.True(ring.Consumer.TryTake(out item) && item == 2);
        Assert.False(ring.Consumer.TryTake(out _));
        Assert.True(ring.Consumer.IsCompleted);
        Assert.Equal(RingEnding.Abandoned, ring.Consumer.Ending);
    }

    [Fact]
    public void A_producer_that_is_disposed_lets_go_of_what_was_written_into_a_claim()
    {
        using ManagedMpscRing<object> ring = new(4);
        WeakReference item = ClaimAndDispose(ring);
        Assert.False(IsAlive(item));
        GC.KeepAlive(ring);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference ClaimAndDispose(ManagedMpscRing<object> ring)
    {
        object item = new();
        Assert.True(ring.Producer.TryClaim(1, out Claim<object> claim));
        claim[0] = item;
        ring.Producer.Dispose();
        return new WeakReference(item);
    }

    private static void FillAndThrow(MpscRing<int> ring)
    {
        Assert.True(ring.Producer.TryClaim(2, out Claim<int> claim));
        using (claim)
        {
            claim[0] = 1;
            throw new InvalidOperationException();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsKept(ManagedMpscRing<object> ring, Action<ManagedMpscRing<object>> take)
    {
        WeakReference item = Push(ring);
        take(ring);
        return IsAlive(item);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Push(ManagedMpscRing<object> ring)
    {
        object item = new();
        ring.Producer.Push(item);
        return new WeakReference(item);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Abort(ManagedMpscRing<object> ring)
    {
        object item = new();
        Assert.True(ring.Producer.TryClaim(1, out Claim<object> claim));
        claim[0] = item;
        claim.Dispose();
        Assert.False(ring.Consumer.TryTake(out _));
        return new WeakReference(item);
    }

    private static bool IsAlive(WeakReference reference)
    {
        for (int i = 0; i < 5 && reference.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return reference.IsAlive;
    }
}
