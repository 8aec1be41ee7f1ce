using System;
using System.Threading;
using Xunit;
using Ring = RingCore.SpscRing<RingCore.CoherentFencePoints, int, RingCore.NativeSlots<int>>;

namespace RingCore.Tests.Typed;

/// <summary>A producer that stands still, or is dead, with a claim open: told of while there is nothing to take, and not otherwise.</summary>
[Trait("Category", "Typed")]
public class SpscStallTests
{
    private static readonly TypedRingOptions s_options = new() { Capacity = 4 };
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(0ul)]
    [InlineData(uint.MaxValue - 1ul)]
    [InlineData((ulong)uint.MaxValue)]
    [InlineData((ulong)long.MaxValue)]
    public void An_open_claim_is_told_of_when_all_before_it_is_taken_and_grows_older(ulong firstPosition)
    {
        using Ring ring = new(s_options, firstPosition);
        Assert.False(ring.Consumer.LookForStall(out _));
        ring.Producer.Push(1);
        Assert.False(ring.Consumer.LookForStall(out _));
        Assert.True(ring.Producer.TryClaim(2, out Claim<int> claim));
        Assert.False(ring.Consumer.LookForStall(out RingStall none)); // there is an item
        Assert.Equal(default, none);
        Assert.True(ring.Consumer.TryTake(out _));
        Assert.True(ring.Consumer.LookForStall(out RingStall first));
        Assert.Equal(new RingStall(firstPosition + 1, TimeSpan.Zero), first);
        Thread.Sleep(20);
        Assert.True(ring.Consumer.LookForStall(out RingStall second));
        Assert.Equal(first.Position, second.Position);
        Assert.True(second.Age >= TimeSpan.FromMilliseconds(10), $"{second.Age}");
        claim[0] = 2;
        Assert.Equal(PushStatus.Published, claim.Commit(1));
        Assert.False(ring.Consumer.LookForStall(out _));
        Assert.True(ring.Consumer.TryTake(out int item));
        Assert.Equal(2, item);
        Assert.False(ring.Consumer.LookForStall(out _));
    }

    [Fact]
    public void A_claim_that_is_given_back_is_told_of_no_more_and_the_next_one_is_new()
    {
        using SpscRing<int> ring = new(4);
        Assert.True(ring.Producer.TryClaim(1, out Claim<int> claim));
        Assert.True(ring.Consumer.LookForStall(out _));
        Thread.Sleep(20);
        claim.Dispose();
        Assert.False(ring.Consumer.LookForStall(out _));
        Assert.True(ring.Producer.TryClaim(1, out claim));
        claim.Commit(0);
        Assert.False(ring.Consumer.LookForStall(out _));
        Assert.True(ring.Producer.TryClaim(1, out claim));
        Assert.True(ring.Consumer.LookForStall(out RingStall stall));
        Assert.Equal(new RingStall(0, TimeSpan.Zero), stall); // of the same slots, but another
        Thread.Sleep(1);
        Assert.True(ring.Consumer.LookForStall(out stall));
        Assert.True(stall.Age > TimeSpan.Zero);
        claim.Dispose();
    }

    [Fact]
    public void An_exception_while_filling_ends_it()
    {
        using SpscRing<int> ring = new(4);
        bool isStalled = false;
        Assert.Throws<FormatException>(Fill);
        Assert.True(isStalled);
        Assert.False(ring.Consumer.LookForStall(out _));

        void Fill()
        {
            Assert.True(ring.Producer.TryClaim(3, out Claim<int> claim));
            using (claim)
            {
                isStalled = ring.Consumer.LookForStall(out _);
                throw new FormatException();
            }
        }
    }

    [Fact]
    public void A_copy_of_a_claim_that_has_ended_does_not_end_the_next_one()
    {
        using SpscRing<int> ring = new(4);
        Assert.True(ring.Producer.TryClaim(1, out Claim<int> claim));
        Claim<int> copy = claim;
        claim.Dispose();
        Assert.True(ring.Producer.TryClaim(1, out claim));
        copy.Dispose();
        Assert.True(ring.Consumer.LookForStall(out _));
        claim.Dispose();
    }

    [Fact]
    public void A_refused_claim_and_pushes_are_not_told_of()
    {
        using ManagedSpscRing<string> ring = new(2);
        ring.Producer.Push(["first", "second"]);
        Assert.False(ring.Producer.TryClaim(1, out _));
        Assert.Equal(2, ring.Consumer.Take(new string[2]));
        Assert.False(ring.Consumer.LookForStall(out _));
        ring.Producer.Push("third");
        Assert.True(ring.Consumer.TryTake(out _));
        Assert.False(ring.Consumer.LookForStall(out _));
        ring.Producer.Complete();
        Assert.False(ring.Consumer.LookForStall(out _));
    }

    [Fact]
    public unsafe void Pushes_takes_and_waits_leave_the_claim_s_word_alone()
    {
        const ulong Mark = ulong.MaxValue;
        using SpscRing<int> ring = new(4);
        ulong* claim = ring.Producer.Memory.Claim;
        *claim = Mark;
        ring.Producer.Push(1);
        ring.Producer.Push([2, 3, 4]);
        Assert.Equal(PushStatus.RefusedFull, ring.Producer.Push(5));
        Assert.False(ring.Producer.TryClaim(1, out _));
        Assert.Equal(4, ring.Consumer.Take(new int[4]));
        Assert.Equal(WaitStatus.Ready, ring.Producer.WaitForSpace(WaitStrategy.Yield, s_timeout));
        Assert.Equal(Mark, *claim);
        Assert.True(ring.Producer.TryClaim(1, out Claim<int> open));
        Assert.Equal(OpenClaim.Of(1, 4), *claim);
        open.Dispose();
        Assert.Equal(OpenClaim.None, *claim);
    }

    [Fact]
    public void An_open_claim_outlives_a_refused_completion_and_ends_with_its_producer()
    {
        SpscRing<int> ring = new(4);
        Assert.True(ring.Producer.TryClaim(1, out _));
        Assert.Throws<InvalidOperationException>(() => ring.Producer.Complete());
        Assert.True(ring.Consumer.LookForStall(out _));
        Assert.False(ring.Consumer.IsCompleted);
        ring.Producer.Dispose();
        Assert.False(ring.Consumer.LookForStall(out _));
        Assert.Equal(RingEnding.Abandoned, ring.Consumer.Ending);
        ring.Dispose();
        Assert.False(ring.Consumer.LookForStall(out _));
    }

    [Fact]
    public void A_consumer_that_is_disposed_is_told_of_nothing()
    {
        using SpscRing<int> ring = new(4);
        Assert.True(ring.Producer.TryClaim(1, out Claim<int> claim));
        ring.Consumer.Dispose();
        Assert.False(ring.Consumer.LookForStall(out _));
        claim.Dispose();
    }

    [Fact]
    public void A_thread_that_dies_with_its_claim_open_is_told_of_by_the_consumer_that_waits_for_it()
    {
        SpscRing<int> ring = new(4);
        Thread dead = new(() =>
        {
            ring.Producer.Push(1);
            ring.Producer.TryClaim(1, out _); // it ends with its claim open
        });
        dead.Start();
        Assert.True(dead.Join(s_timeout));
        Assert.True(ring.Consumer.TryTake(out _));
        Assert.Equal(WaitStatus.TimedOut, ring.Consumer.WaitForItems(WaitStrategy.Yield, TimeSpan.FromMilliseconds(5)));
        Assert.True(ring.Consumer.LookForStall(out RingStall stall));
        Assert.Equal(1UL, stall.Position);
        Assert.Equal(RingEnding.Open, ring.Consumer.Ending);
        ring.Consumer.Dispose();
        Assert.True(ring.Producer.IsConsumerGone);
    }

    [Fact]
    public void No_stall_is_told_of_where_nothing_was_claimed_while_another_thread_claims_and_pushes()
    {
        const int Items = 100_000;
        using SpscRing<int> ring = new(8);
        // Every third item is pushed, and no claim is ever at it.
        Thread producer = new(() =>
        {
            SpinWait spin = default;
            for (int i = 0; i < Items;)
            {
                bool isIn = i % 3 == 0 ? ring.Producer.Push(i) <= PushStatus.PublishedSoftFull : ring.Producer.TryClaim(1, out Claim<int> claim) && Fill(claim, i);
                if (isIn)
                    i++;
                else if (ring.Producer.IsConsumerGone)
                    return;
                else
                    spin.SpinOnce();
            }
        });
        producer.Start();
        try
        {
            int taken = 0;
            SpinWait spin = default;
            for (long end = Environment.TickCount64 + (long)s_timeout.TotalMilliseconds; taken < Items && Environment.TickCount64 < end;)
            {
                if (ring.Consumer.LookForStall(out RingStall stall))
                {
                    Assert.Equal((ulong)taken, stall.Position);
                    Assert.NotEqual(0UL, stall.Position % 3);
                }

                if (ring.Consumer.TryTake(out int item))
                    Assert.Equal(taken++, item);
                else
                    spin.SpinOnce();
            }

            Assert.Equal(Items, taken);
            Assert.False(ring.Consumer.LookForStall(out _));
        }
        finally
        {
            ring.Consumer.Dispose();
            Assert.True(producer.Join(s_timeout));
        }
    }

    private static bool Fill(Claim<int> claim, int item)
    {
        claim[0] = item;
        claim.Commit();
        return true;
    }
}
