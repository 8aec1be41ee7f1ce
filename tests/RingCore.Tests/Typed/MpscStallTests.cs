using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using Xunit;

namespace RingCore.Tests.Typed;

/// <summary>Claims that are not published: told of, skipped, and refused when they come after all.</summary>
[Trait("Category", "Typed")]
public class MpscStallTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(60);

    [Fact]
    public void A_claim_that_is_not_published_holds_up_the_consumer_and_is_told_of()
    {
        using MpscRing<int> ring = new(4);
        Assert.False(ring.Consumer.LookForStall(out _));
        Assert.True(ring.Producer.TryClaim(1, out Claim<int> claim));
        ring.Producer.Push(2);
        Assert.False(ring.Consumer.TryTake(out _));
        Assert.True(ring.Consumer.LookForStall(out RingStall first));
        Assert.Equal(new RingStall(0, TimeSpan.Zero), first);
        Thread.Sleep(20);
        Assert.True(ring.Consumer.LookForStall(out RingStall second));
        Assert.Equal(first.Position, second.Position);
        Assert.True(second.Age >= first.Age + TimeSpan.FromMilliseconds(10), $"{first.Age}, then {second.Age}");
        claim[0] = 1;
        Assert.Equal(PushStatus.Published, claim.Commit());
        Assert.False(ring.Consumer.LookForStall(out _));
        Assert.Equal([1, 2], TakeAll(ring));
    }

    [Fact]
    public void A_skipped_claim_is_refused_when_it_comes_late_and_its_slot_comes_back()
    {
        using MpscRing<int> ring = new(4);
        Assert.True(ring.Producer.TryClaim(1, out Claim<int> claim));
        ring.Producer.Push([2, 3]);
        Assert.True(ring.Consumer.LookForStall(out RingStall stall));
        Assert.Equal(SkipStatus.Skipped, ring.Consumer.SkipStalled(stall.Position));
        Assert.Equal(SkipStatus.NotStalled, ring.Consumer.SkipStalled(stall.Position));
        Assert.Equal((1UL, 1), (ring.Consumer.Skipped, ring.Consumer.Withheld));
        Assert.Equal([2, 3], TakeAll(ring));

        // The slot is not used while its producer may write it.
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(new PushResult(PushStatus.RefusedFull, 3), ring.Producer.Push([10, 11, 12, 13]));
            Assert.Equal([10, 11, 12], TakeAll(ring));
        }

        claim[0] = 1;
        Assert.Equal(PushStatus.RefusedSkipped, claim.Commit());
        ring.Producer.Push([20, 21, 22]);
        Assert.Equal([20, 21, 22], TakeAll(ring));
        Assert.Equal(0, ring.Consumer.Withheld);
        Assert.Equal(new PushResult(PushStatus.PublishedSoftFull, 4), ring.Producer.Push([30, 31, 32, 33]));
        Assert.Equal([30, 31, 32, 33], TakeAll(ring));
    }

    [Fact]
    public void Of_a_batch_the_first_ones_are_skipped()
    {
        using MpscRing<int> ring = new(8);
        Assert.True(ring.Producer.TryClaim(4, out Claim<int> claim));
        for (ulong i = 0; i < 2; i++)
        {
            Assert.True(ring.Consumer.LookForStall(out RingStall stall));
            Assert.Equal(i, stall.Position);
            Assert.Equal(SkipStatus.Skipped, ring.Consumer.SkipStalled(i));
        }

        for (int i = 0; i < 4; i++)
            claim[i] = i;
        Assert.Equal(PushStatus.RefusedSkipped, claim.Commit());
        Assert.Equal([2, 3], TakeAll(ring));
        Assert.Equal(2UL, ring.Consumer.Taken);
    }

    [Fact]
    public void A_skipped_claim_may_be_aborted_late()
    {
        using MpscRing<int> ring = new(1);
        Assert.True(ring.Producer.TryClaim(1, out Claim<int> claim));
        Assert.Equal(SkipStatus.Skipped, ring.Consumer.SkipStalled(0));
        Assert.Equal(PushStatus.RefusedFull, ring.Producer.Push(1)); // its only slot is withheld
        Assert.False(ring.Consumer.TryTake(out _));
        Assert.Equal(PushStatus.RefusedFull, ring.Producer.Push(1));
        claim.Dispose();
        Assert.False(ring.Consumer.TryTake(out _));
        Assert.Equal(0, ring.Consumer.Withheld);
        Assert.Equal(PushStatus.PublishedSoftFull, ring.Producer.Push(2));
        Assert.Equal([2], TakeAll(ring));
    }

    [Fact]
    public unsafe void A_slot_that_is_withheld_no_more_does_not_say_what_its_late_producer_did()
    {
        using MpscRing<int> ring = new(1);
        uint* state = new MpscWords(ring.Producer.Memory.Behind, mask: 0).State(0);
        Assert.True(ring.Producer.TryClaim(1, out Claim<int> claim));
        Assert.Equal(SkipStatus.Skipped, ring.Consumer.SkipStalled(0));
        Assert.Equal(PushStatus.RefusedSkipped, claim.Commit());
        Assert.Equal(MpscWords.Published(0), *state);
        Assert.Equal(PushStatus.RefusedFull, ring.Producer.Push(1)); // claims position 1, and passes it
        Assert.False(ring.Consumer.TryTake(out _)); // and so does the consumer
        Assert.Equal(0, ring.Consumer.Withheld);
        Assert.Equal(MpscWords.Aborted(2), *state);
    }

    [Fact]
    public unsafe void A_slot_stays_withheld_however_many_items_are_pushed_meanwhile()
    {
        using MpscRing<int> ring = new(8);
        uint* limit = ring.Producer.Memory.Limit;
        Assert.True(ring.Producer.TryClaim(1, out _));
        Assert.Equal(SkipStatus.Skipped, ring.Consumer.SkipStalled(0));
        for (int i = 0; i < 4; i++)
        {
            *limit -= (1u << 30) - (i == 0 ? 12u : 0); // what some 2^29 pushes make of its distance from the tail: 2^31 in all, where it wraps
            Assert.Equal(PushStatus.Published, ring.Producer.Push(i));
            Assert.Equal([i], TakeAll(ring));
        }

        int pushed = 0;
        while (pushed < 20 && ring.Producer.Push(pushed) <= PushStatus.PublishedSoftFull)
            pushed++;
        Assert.Equal(7, pushed);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], TakeAll(ring));
    }

    [Fact]
    public unsafe void A_slot_that_is_withheld_has_no_item_whatever_its_state_says()
    {
        using MpscRing<int> ring = new(4);
        Assert.True(ring.Producer.TryClaim(1, out _));
        Assert.Equal(SkipStatus.Skipped, ring.Consumer.SkipStalled(0));
        ring.Producer.Push([1, 2, 3]);
        Assert.Equal([1, 2, 3], TakeAll(ring));
        Assert.Equal(new PushResult(PushStatus.RefusedFull, 3), ring.Producer.Push([5, 6, 7, 9])); // claims position 8 too, and passes it
        *new MpscWords(ring.Producer.Memory.Behind, mask: 3).State(2 * 8) = MpscWords.Published(2 * 8); // left by whoever had it 2^31 positions ago
        Assert.Equal([5, 6, 7], TakeAll(ring));
        Assert.Equal(6UL, ring.Consumer.Taken);
    }

    [Fact]
    public void Of_items_that_were_claimed_together_the_first_are_skipped()
    {
        using MpscRing<ProbedFencePoints, int, NativeSlots<int>> ring = new(new TypedRingOptions { Capacity = 8 });
        List<int> taken = [];
        int stores = 0;
        ProbedFencePoints.Before = access =>
        {
            if (access != nameof(ProbedFencePoints.StoreRelease) || ++stores != 2) // one of the three is published
                return;
            TakeInto(taken);
            Assert.True(ring.Consumer.LookForStall(out RingStall stall));
            Assert.Equal(SkipStatus.Skipped, ring.Consumer.SkipStalled(stall.Position));
        };
        try
        {
            Assert.Equal(new PushResult(PushStatus.RefusedSkipped, 2), ring.Producer.Push([1, 2, 3]));
        }
        finally
        {
            ProbedFencePoints.Before = null;
        }

        TakeInto(taken);
        Assert.Equal([2, 3], taken);

        void TakeInto(List<int> items)
        {
            while (ring.Consumer.TryTake(out int item))
                items.Add(item);
        }
    }

    [Fact]
    public void What_is_published_or_not_claimed_is_not_skipped()
    {
        MpscRing<int> ring = new(4);
        Assert.Equal(SkipStatus.NotStalled, ring.Consumer.SkipStalled(0));
        ring.Producer.Push(1);
        Assert.Equal(SkipStatus.Published, ring.Consumer.SkipStalled(0));
        Assert.Equal(SkipStatus.NotStalled, ring.Consumer.SkipStalled(1));
        Assert.Equal([1], TakeAll(ring));
        Assert.True(ring.Producer.TryClaim(1, out Claim<int> claim));
        claim.Dispose();
        Assert.Equal(SkipStatus.NotStalled, ring.Consumer.SkipStalled(1));
        Assert.Equal((0UL, 0, 0), (ring.Consumer.Skipped, ring.Consumer.Withheld, ring.Consumer.Backlog));
        ring.Dispose();
        Assert.Equal(SkipStatus.HandleDisposed, ring.Consumer.SkipStalled(2));
        Assert.False(ring.Consumer.LookForStall(out _));
    }

    [Fact]
    public void A_claim_of_many_slots_goes_past_withheld_ones()
    {
        using MpscRing<int> ring = new(8);
        ring.Producer.Push([0, 1]);
        Assert.True(ring.Producer.TryClaim(1, out Claim<int> dead));
        Assert.Equal([0, 1], TakeAll(ring));
        Assert.Equal(SkipStatus.Skipped, ring.Consumer.SkipStalled(2));
        ring.Producer.Push([3, 4, 5, 6, 7]);
        Assert.Equal([3, 4, 5, 6, 7], TakeAll(ring));
        Assert.True(ring.Producer.TryClaim(3, out Claim<int> claim)); // slots 0 to 2 would be it; they are passed
        Assert.Equal(3, claim.Count);
        for (int i = 0; i < 3; i++)
            claim[i] = i;
        Assert.Equal(PushStatus.Published, claim.Commit());
        Assert.Equal([0, 1, 2], TakeAll(ring));
        dead.Dispose();
    }

    [Fact]
    public void A_ring_ends_behind_a_dead_producer_once_its_claim_is_skipped()
    {
        using MpscRing<int> ring = new(4);
        Thread dead = new(() => Assert.True(ring.Producer.TryClaim(1, out _))); // it ends with its claim open
        dead.Start();
        Assert.True(dead.Join(s_timeout));
        ring.Producer.Push(1);
        ring.Producer.Complete();
        Assert.Equal(WaitStatus.TimedOut, ring.Consumer.WaitForItems(WaitStrategy.Yield, TimeSpan.FromMilliseconds(5)));
        Assert.False(ring.Consumer.IsCompleted);
        Assert.Equal(SkipStatus.Skipped, ring.Consumer.SkipStalled(0));
        Assert.Equal([1], TakeAll(ring));
        Assert.True(ring.Consumer.IsCompleted);
    }

    [Fact]
    public void A_producer_that_is_disposed_gives_back_what_is_claimed_and_passes_what_is_withheld()
    {
        using MpscRing<int> ring = new(4);
        Assert.True(ring.Producer.TryClaim(1, out _)); // position 0: its thread is dead, and it is skipped
        Assert.Equal(SkipStatus.Skipped, ring.Consumer.SkipStalled(0));
        Assert.Equal(new PushResult(PushStatus.RefusedFull, 3), ring.Producer.Push([1, 2, 3, 4])); // claims position 4 too, and passes it
        Assert.Equal([1, 2, 3], TakeAll(ring));
        Assert.True(ring.Producer.TryClaim(2, out _)); // positions 5 and 6
        Assert.Equal(PushStatus.Published, ring.Producer.Push(5));
        Assert.Equal(PushStatus.RefusedFull, ring.Producer.Push(6)); // claims position 8, whose slot is withheld, and passes it
        Assert.Equal(SkipStatus.Skipped, ring.Consumer.SkipStalled(5));
        ring.Producer.Dispose();
        Assert.Equal([5], TakeAll(ring));
        Assert.True(ring.Consumer.IsCompleted);
        Assert.Equal((2UL, 2), (ring.Consumer.Skipped, ring.Consumer.Withheld)); // as before: nobody came back from them
    }

    [Fact]
    public void What_a_refused_producer_wrote_is_not_kept()
    {
        using ManagedMpscRing<object> ring = new(4);
        WeakReference late = ComeLate(ring);
        for (int i = 0; i < 5 && late.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(late.IsAlive);
        GC.KeepAlive(ring);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference ComeLate(ManagedMpscRing<object> ring)
    {
        object item = new();
        Assert.True(ring.Producer.TryClaim(1, out Claim<object> claim));
        Assert.Equal(SkipStatus.Skipped, ring.Consumer.SkipStalled(0));
        claim[0] = item;
        Assert.Equal(PushStatus.RefusedSkipped, claim.Commit());
        return new WeakReference(item);
    }

    private static int[] TakeAll(MpscRing<int> ring)
    {
        // A batch ends where a slot is withheld.
        int[] items = new int[100];
        int taken = 0;
        for (int count = 1; count > 0; taken += count)
            count = ring.Consumer.Take(items.AsSpan(taken));
        return items[..taken];
    }
}
