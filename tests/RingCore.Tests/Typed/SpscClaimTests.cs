using System;
using System.Threading;
using Xunit;

namespace RingCore.Tests.Typed;

/// <summary>Claims of the ring of one producer and one consumer.</summary>
[Trait("Category", "Typed")]
public class SpscClaimTests
{
    [Fact]
    public void An_exception_while_filling_publishes_nothing()
    {
        using SpscRing<long> ring = new(8);
        Assert.Throws<FormatException>(Fill);
        Assert.False(ring.Consumer.TryTake(out _));
        Assert.Equal(0UL, ring.Producer.Published);
        Assert.Equal(new PushResult(PushStatus.PublishedSoftFull, 8), ring.Producer.Push([1, 2, 3, 4, 5, 6, 7, 8]));

        void Fill()
        {
            Assert.True(ring.Producer.TryClaim(3, out Claim<long> claim));
            using (claim)
            {
                claim[0] = 1;
                throw new FormatException();
            }
        }
    }

    [Fact]
    public void An_exception_while_filling_is_what_the_caller_sees_of_a_ring_that_is_disposed_with_the_claim_open()
    {
        Assert.Throws<FormatException>(Fill);

        static void Fill()
        {
            using SpscRing<long> ring = new(8);
            Assert.True(ring.Producer.TryClaim(3, out Claim<long> claim));
            claim[0] = 1;
            throw new FormatException();
        }
    }

    [Fact]
    public void A_producer_that_is_disposed_gives_an_open_one_back()
    {
        using SpscRing<int> ring = new(4);
        ring.Producer.Push(1);
        Assert.True(ring.Producer.TryClaim(2, out Claim<int> claim));
        claim[0] = 2;
        ring.Producer.Dispose();
        Assert.Equal(PushStatus.HandleDisposed, claim.Commit());
        claim.Dispose();
        Assert.Equal(1UL, ring.Producer.Published);
        Assert.True(ring.Consumer.TryTake(out int item) && item == 1);
        Assert.True(ring.Consumer.IsCompleted);
        Assert.Equal(RingEnding.Abandoned, ring.Consumer.Ending);
    }

    [Fact]
    public void Goes_round_the_end_in_two_spans()
    {
        using SpscRing<int> ring = new(4);
        ring.Producer.Push([0, 0, 0]);
        Assert.Equal(3, ring.Consumer.Take(new int[4]));
        Assert.True(ring.Producer.TryClaim(3, out Claim<int> claim));
        Assert.Equal((1, 2), (claim.First.Length, claim.Second.Length));
        for (int i = 0; i < 3; i++)
            claim[i] = i + 1;
        Assert.Equal(PushStatus.Published, claim.Commit(2));
        InPlaceItems<int> shown = ring.Consumer.TakeInPlace();
        Assert.Equal([1], shown.First.ToArray());
        Assert.Equal([2], shown.Second.ToArray());
        shown.Commit(2);
        Assert.Equal(0, ring.Consumer.Backlog);
    }

    [Fact]
    public void Nothing_else_is_pushed_while_one_is_open()
    {
        using SpscRing<int> ring = new(4);
        Assert.True(ring.Producer.TryClaim(1, out Claim<int> claim));
        Assert.Throws<InvalidOperationException>(() => ring.Producer.Push(1));
        Assert.Throws<InvalidOperationException>(() => ring.Producer.Push([1]));
        Assert.Throws<InvalidOperationException>(() => ring.Producer.TryClaim(1, out _));
        Assert.Throws<InvalidOperationException>(() => ring.Producer.Complete());
        claim.Dispose();
        Assert.Equal(PushStatus.Published, ring.Producer.Push(1));
    }

    [Fact]
    public void A_push_that_is_refused_leaves_the_handle_to_whichever_thread_comes_next()
    {
        using SpscRing<int> ring = new(4);
        Assert.True(ring.Producer.TryClaim(1, out Claim<int> claim));
        Assert.Throws<InvalidOperationException>(() => ring.Producer.Push(1));
        claim.Dispose();
        Exception? failure = null;
        Thread next = new(() => failure = Record.Exception(() => ring.Producer.Push(2)));
        next.Start();
        Assert.True(next.Join(TimeSpan.FromMinutes(2)), "The other thread did not end.");
        Assert.Null(failure); // Debug builds watch for two threads at once
        Assert.True(ring.Consumer.TryTake(out int item) && item == 2);
    }

    [Fact]
    public void Is_committed_once()
    {
        using SpscRing<int> ring = new(4);
        Assert.True(ring.Producer.TryClaim(2, out Claim<int> claim));
        Claim<int> copy = claim;
        claim[0] = 7;
        claim.Commit(1);
        claim.Dispose();
        copy.Dispose();
        Assert.Equal(1UL, ring.Producer.Published);
        bool isRefused = false;
        try
        {
            claim.Commit(1);
        }
        catch (InvalidOperationException)
        {
            isRefused = true;
        }

        Assert.True(isRefused);
        Assert.True(ring.Consumer.TryTake(out int item) && item == 7);
    }

    [Fact]
    public void A_copy_of_an_earlier_one_ends_no_later_one()
    {
        using SpscRing<int> ring = new(4);
        Assert.True(ring.Producer.TryClaim(2, out Claim<int> claim));
        Claim<int> copy = claim; // a using statement makes one, and disposes it late
        claim.Commit(0);
        Assert.True(ring.Producer.TryClaim(2, out Claim<int> later)); // the same slots
        copy.Dispose();
        later[0] = 7;
        Assert.Equal(PushStatus.Published, later.Commit(1));
        Assert.True(ring.Consumer.TryTake(out int item) && item == 7);
    }

    [Fact]
    public void More_than_the_capacity_is_never_given()
    {
        using SpscRing<int> ring = new(4);
        Assert.Throws<ArgumentOutOfRangeException>(() => ring.Producer.TryClaim(5, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => ring.Producer.TryClaim(0, out _));
        ring.Producer.Push([1, 2]);
        Assert.False(ring.Producer.TryClaim(3, out Claim<int> none));
        Assert.Equal(0, none.Count);
        Assert.Equal(1UL, ring.Producer.Refused);
    }

    [Fact]
    public void Items_shown_in_place_are_taken_by_their_commit_alone()
    {
        using SpscRing<int> ring = new(new TypedRingOptions { Capacity = 8, MaxBatchItems = 3 });
        ring.Producer.Push([1, 2, 3, 4, 5]);
        InPlaceItems<int> shown = ring.Consumer.TakeInPlace();
        Assert.Equal(3, shown.Count);
        Assert.Equal(5, ring.Consumer.Backlog);
        Assert.True(ring.Consumer.TryTake(out int first) && first == 1);
        bool isRefused = false;
        try
        {
            shown.Commit(1);
        }
        catch (InvalidOperationException)
        {
            isRefused = true;
        }

        Assert.True(isRefused);
        Assert.Equal(3, ring.Consumer.Take(new int[8]));
    }
}
