using System;
using Xunit;

namespace RingCore.Tests;

/// <summary>What a debugger shows of a typed ring.</summary>
[Trait("Category", "Trace")]
[Trait("Category", "Typed")]
public class TypedRingViewTests
{
    private static readonly TypedRingOptions s_options = new() { Capacity = 8, ReservedItems = 2, WhenFull = FullPolicy.DropNewest };

    [Theory]
    [InlineData(0ul)]
    [InlineData(uint.MaxValue - 3ul)]
    public void A_ring_of_one_producer_shows_what_is_in_it_and_what_was_dropped(ulong firstPosition)
    {
        using SpscRing<CoherentFencePoints, (long, int), NativeSlots<(long, int)>> ring = new(s_options, firstPosition);
        for (int i = 0; i < 10; i++)
            ring.Producer.Push((i, i));
        for (int i = 0; i < 3; i++)
            ring.Consumer.TryTake(out _);
        Assert.Equal("5 of 8: 8 published, 3 taken", Debugged.Shown(ring));
        TypedRingView view = View(ring);
        Assert.Equal((8, 16, 2, FullPolicy.DropNewest), (view.Capacity, view.ItemBytes, view.ReservedItems, view.WhenFull));
        Assert.Equal((8, 3, 5), (view.Published, view.Taken, view.Backlog));
        Assert.Equal((0, 2, null, null, null), (view.Refused, view.Dropped, view.Lost, view.Skipped, view.Withheld));
        Assert.Equal((false, RingEnding.Open, null), (view.IsFreed, view.Ending, view.HeldPosition));
        Assert.Same(ring.Producer, view.Producer);
        Assert.Same(ring.Consumer, view.Consumer);
        Assert.Equal("producer: 8 published, 0 refused, 2 dropped", Debugged.Shown(ring.Producer));
        Assert.Equal("consumer: 3 taken", Debugged.Shown(ring.Consumer));
        Assert.Equal(5, ring.Consumer.Take(new (long, int)[8]));
    }

    [Fact]
    public void An_open_claim_and_the_end_are_shown()
    {
        using ManagedSpscRing<string> ring = new(8);
        ring.Producer.Push("first");
        Assert.True(ring.Producer.TryClaim(2, out Claim<string> claim));
        Assert.Equal("1 of 8: 1 published, 0 taken, held at 1", Debugged.Shown(ring));
        Assert.True(ring.Consumer.TryTake(out _));
        Assert.Equal("0 of 8: 1 published, 1 taken, held at 1", Debugged.Shown(ring));
        Assert.True(ring.Consumer.LookForStall(out RingStall stall));
        Assert.Equal((stall.Position, TimeSpan.Zero), (View(ring).HeldPosition!.Value, stall.Age)); // who looks on does not make it older
        claim.Dispose();
        Assert.Equal("0 of 8: 1 published, 1 taken", Debugged.Shown(ring));
        ring.Producer.Complete();
        Assert.Equal("0 of 8: 1 published, 1 taken, Completed", Debugged.Shown(ring));
    }

    [Theory]
    [InlineData(0ul)]
    [InlineData((1ul << 31) - 3)]
    public void A_ring_of_many_producers_shows_the_claim_that_holds_it_up_and_what_is_withheld(ulong firstPosition)
    {
        using MpscRing<CoherentFencePoints, int, NativeSlots<int>> ring = new(s_options, firstPosition);
        ring.Producer.Push(1);
        Assert.True(ring.Producer.TryClaim(1, out Claim<int> slow));
        ring.Producer.Push(2);
        Assert.Null(View(ring).HeldPosition);
        Assert.True(ring.Consumer.TryTake(out _));
        Assert.Equal($"2 of 8: 3 published, 1 taken, held at {firstPosition + 1}", Debugged.Shown(ring));
        Assert.True(ring.Consumer.LookForStall(out RingStall stall));
        Assert.Equal(stall.Position, View(ring).HeldPosition);
        Assert.Equal(SkipStatus.Skipped, ring.Consumer.SkipStalled(stall.Position));
        TypedRingView view = View(ring);
        Assert.Equal((3, 1, 1), (view.Published, view.Taken, view.Backlog));
        Assert.Equal((1, 1, null), (view.Skipped, view.Withheld, view.HeldPosition));
        Assert.Equal("consumer: 1 taken, 1 skipped", Debugged.Shown(ring.Consumer));
        Assert.Equal(PushStatus.RefusedSkipped, slow.Commit());
        for (int i = 0; i < 8; i++)
            ring.Producer.Push(i); // one item is in the ring, and the withheld slot stays so until the consumer passes it once more
        Assert.Equal("producer: 0 refused, 2 dropped", Debugged.Shown(ring.Producer));
    }

    [Fact]
    public void A_slot_that_is_withheld_holds_nobody_up()
    {
        using MpscRing<int> ring = new(4);
        Assert.True(ring.Producer.TryClaim(1, out _));
        Assert.Equal(SkipStatus.Skipped, ring.Consumer.SkipStalled(0));
        ring.Producer.Push([1, 2, 3]);
        Assert.Equal(3, ring.Consumer.Take(new int[4]));
        Assert.Equal(PushStatus.Published, ring.Producer.Push(4)); // passes the slot, where the consumer stands
        Assert.Null(View(ring).HeldPosition);
    }

    [Fact]
    public void A_broadcast_ring_shows_what_its_readers_have_lost()
    {
        using BroadcastRing<long> ring = new(4);
        using BroadcastRing<long>.ReaderHandle slow = ring.AddReader();
        using BroadcastRing<long>.ReaderHandle slower = ring.AddReader();
        for (int i = 0; i < 10; i++)
            ring.Producer.Push(i);
        Assert.Equal(BroadcastStatus.Lapped, slow.TryRead(out _));
        Assert.Equal(BroadcastStatus.Lapped, slower.TryRead(out _));
        Assert.Equal("10 published, 16 lost, capacity 4", Debugged.Shown(ring));
        Assert.Equal("reader: at 8, 8 lost", Debugged.Shown(slow));
        Assert.Equal("producer: 10 published", Debugged.Shown(ring.Producer));
        TypedRingView view = View(ring);
        Assert.Equal((10, 16, null, null), (view.Published, view.Lost, view.Taken, view.Backlog));
        Assert.Equal((null, null), (view.WhenFull, view.Consumer));
    }

    [Fact]
    public void A_ring_whose_memory_is_gone_shows_that_and_does_not_touch_it()
    {
        SpscRing<int> one = new(8);
        MpscRing<int> many = new(8);
        BroadcastRing<int> all = new(8);
        one.Producer.Push(1);
        many.Producer.Push(1);
        all.Producer.Push(1);
        one.Dispose();
        many.Dispose();
        all.Dispose();
        Assert.Equal("1 of 8: 1 published, 0 taken, disposed", Debugged.Shown(one));
        Assert.Equal("0 taken, capacity 8, disposed", Debugged.Shown(many));
        Assert.Equal("1 published, 0 lost, capacity 8, disposed", Debugged.Shown(all));
        Assert.Equal("producer: 0 refused, 0 dropped, disposed", Debugged.Shown(many.Producer));
        Assert.Equal((true, null, null), (View(many).IsFreed, View(many).Ending, View(many).Published));
        Assert.False(many.Producer.Memory.TryHold());
    }

    private static TypedRingView View(object ring) => (TypedRingView)Debugged.Proxy(ring);
}
