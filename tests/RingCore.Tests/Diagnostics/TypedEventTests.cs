using System;
using System.Diagnostics.Tracing;
using System.Linq;
using System.Threading;
using RingCore.Diagnostics;
using Xunit;

namespace RingCore.Tests;

/// <summary>What a session sees of typed rings.</summary>
[Trait("Category", "Trace")]
[Trait("Category", "Typed")]
[Collection(Listening.Name)]
public unsafe class TypedEventTests
{
    private static readonly TypedRingOptions s_options = new() { Capacity = 64, ReservedItems = 16 };

    [Fact]
    public void A_ring_is_made_used_and_disposed()
    {
        using TraceSession session = new();
        SpscRing<(ulong, ulong)> one = new(s_options);
        ManagedSpscRing<string> managed = new(s_options);
        MpscRing<int> many = new(s_options);
        ManagedMpscRing<string> manyManaged = new(s_options);
        BroadcastRing<int> all = new(64);
        one.Producer.Push([(1, 1), (2, 2), (3, 3)]);
        Assert.True(one.Consumer.TryTake(out _));
        many.Producer.Push([1, 2, 3]);
        Assert.True(many.Producer.TryClaim(2, out Claim<int> given));
        given.Dispose();
        Assert.Equal(3, many.Consumer.Take(new int[64]));
        Assert.False(many.Consumer.TryTake(out _));
        all.Producer.Push(1);
        uint[] ids = [one.Producer.Memory.Id, managed.Producer.Memory.Id, many.Producer.Memory.Id, manyManaged.Producer.Memory.Id, all.Producer.Memory.Id];
        Array.ForEach<IDisposable>([one, managed, many, manyManaged, all], static ring => ring.Dispose());

        Assert.Equal(["spsc", 64, 16, 16, "", false], Assert.Single(session.Payloads(ids[0], "RingCreated")));
        Assert.Equal(["managed-spsc", 64, 8, 16, "", false], Assert.Single(session.Payloads(ids[1], "RingCreated")));
        Assert.Equal(["mpsc", 64, 4, 16, "", false], Assert.Single(session.Payloads(ids[2], "RingCreated")));
        Assert.Equal(["managed-mpsc", 64, 8, 16, "", false], Assert.Single(session.Payloads(ids[3], "RingCreated")));
        Assert.Equal(["broadcast", 64, 4, 0, "", false], Assert.Single(session.Payloads(ids[4], "RingCreated")));
        // Published, taken, space given back: taken singly, that waits for a step; what was given back by its producer is not taken, and passed.
        Assert.Equal([3L, 1L, 0L, 0L], Assert.Single(session.Payloads(ids[0], "RingDisposed")));
        Assert.Equal([5L, 3L, 5L, 0L], Assert.Single(session.Payloads(ids[2], "RingDisposed")));
        Assert.Equal([1L, -1L, -1L, -1L], Assert.Single(session.Payloads(ids[4], "RingDisposed")));
        Assert.Equal([0L, -1L, -1L, -1], session.Payloads(ids[0], "TypedRingState")[^1]);
        Assert.Equal([0L, -1L, 0L, 0], session.Payloads(ids[2], "TypedRingState")[^1]);
        Assert.Equal([-1L, 0L, -1L, -1], session.Payloads(ids[4], "TypedRingState")[^1]);
    }

    [Fact]
    public void A_session_that_starts_late_learns_of_rings_that_are_there()
    {
        using SpscRing<int> one = new(64);
        using MpscRing<CoherentFencePoints, int, NativeSlots<int>> many = new(s_options, (1ul << 31) - 2);
        one.Producer.Push([1, 2, 3]);
        many.Producer.Push([1, 2, 3]);
        Assert.Equal(2, many.Consumer.Take(new int[2]));
        using TraceSession session = new(RingEventSource.Keywords.Rings);
        Assert.Equal([3L, 0L, 0L, 0L, 3, 64], session.Payloads(one.Producer.Memory.Id, "RingState")[0]);
        Assert.Equal([3L, 2L, 2L, 0L, 1, 64], session.Payloads(many.Producer.Memory.Id, "RingState")[0]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_time_of_soft_full_has_one_number_and_is_over_with_the_next_push_that_finds_room(bool many)
    {
        using TraceSession session = new(RingEventSource.Keywords.SoftFull);
        using EitherRing ring = new(many, s_options);
        for (int episode = 1; episode <= 2; episode++)
        {
            for (int i = 0; i < 50; i++)
                ring.Push(i);
            Assert.Equal([episode, 48], session.Payloads(ring.Id, "SoftFullEntered")[^1]);
            Assert.Equal((episode, episode - 1), (session.Payloads(ring.Id, "SoftFullEntered").Length, session.Payloads(ring.Id, "SoftFullLeft").Length));
            ring.TakeAll();
            Assert.Equal(episode - 1, session.Payloads(ring.Id, "SoftFullLeft").Length);
            Assert.Equal(PushStatus.Published, ring.Push(0));
            Assert.Equal(episode, session.Payloads(ring.Id, "SoftFullLeft")[^1][0]);
            ring.TakeAll();
        }

        Assert.Empty(session.Payloads(ring.Id, "RefusedFull"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_wait_for_space_ends_a_time_of_soft_full_and_so_does_a_dispose(bool many)
    {
        using TraceSession session = new(RingEventSource.Keywords.SoftFull);
        using EitherRing ring = new(many, s_options);
        Fill();
        Assert.Equal(WaitStatus.TimedOut, ring.WaitForSpace(TimeSpan.Zero));
        Assert.Empty(session.Payloads(ring.Id, "SoftFullLeft"));
        ring.TakeAll();
        Assert.Equal(WaitStatus.Ready, ring.WaitForSpace(TimeSpan.Zero));
        Assert.Single(session.Payloads(ring.Id, "SoftFullLeft"));
        Fill();
        ring.Dispose();
        Assert.Equal([1, 2], session.Payloads(ring.Id, "SoftFullLeft").Select(left => (int)left[0]!));

        void Fill()
        {
            for (int i = 0; i < 48; i++)
                ring.Push(i);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_time_of_soft_full_that_ends_unheard_is_over_for_who_listens_next(bool many)
    {
        using EitherRing ring = new(many, s_options);
        using (TraceSession first = new(RingEventSource.Keywords.SoftFull))
        {
            Fill();
            Assert.Single(first.Payloads(ring.Id, "SoftFullEntered"));
        }

        ring.TakeAll();
        ring.Push(0);
        ring.TakeAll();
        using TraceSession next = new(RingEventSource.Keywords.SoftFull);
        Fill();
        Assert.Equal([2, 48], Assert.Single(next.Payloads(ring.Id, "SoftFullEntered")));

        void Fill()
        {
            for (int i = 0; i < 48; i++)
                ring.Push(i);
        }
    }

    [Theory]
    [InlineData(false, FullPolicy.Refuse, "RefusedFull")]
    [InlineData(true, FullPolicy.Refuse, "RefusedFull")]
    [InlineData(false, FullPolicy.DropNewest, "ItemsDropped")]
    [InlineData(true, FullPolicy.DropNewest, "ItemsDropped")]
    public void A_full_ring_tells_of_the_first_that_did_not_fit_and_the_total_comes_with_the_next(bool many, FullPolicy whenFull, string name)
    {
        using TraceSession session = new();
        using EitherRing ring = new(many, new TypedRingOptions { Capacity = 64, WhenFull = whenFull });
        Fill(5);
        ring.TakeAll();
        Fill(3);
        Assert.Equal([1L, 6L], session.Payloads(ring.Id, name).Select(told => (long)told[0]!));
        Assert.Empty(session.Payloads(ring.Id, name == "RefusedFull" ? "ItemsDropped" : "RefusedFull"));
        ring.Dispose();
        Assert.Equal(whenFull == FullPolicy.Refuse ? 8L : 0, session.Payloads(ring.Id, "RingDisposed")[0][3]);
        Assert.Equal(whenFull == FullPolicy.Refuse ? 0L : 8, session.Payloads(ring.Id, "TypedRingState")[^1][0]);

        void Fill(int beyond)
        {
            for (int i = 0; i < 64 + beyond; i++)
                ring.Push(i);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_is_written_for_a_push_a_take_or_a_look_at_an_empty_ring(bool many)
    {
        using EitherRing ring = new(many, new TypedRingOptions { Capacity = 4096 });
        using TraceSession session = new(EventKeywords.All & ~RingEventSource.Keywords.Rings);
        for (int i = 0; i < 10_000; i++)
        {
            Assert.Equal(PushStatus.Published, ring.Push(i));
            ring.Push(i);
            ring.TakeAll();
        }

        Assert.Empty(session.Of(ring.Id));
    }

    [Fact]
    public void A_reader_that_is_always_late_is_told_of_now_and_then_and_its_losses_add_up()
    {
        using TraceSession session = new();
        using BroadcastRing<int> ring = new(4);
        using BroadcastRing<int>.ReaderHandle early = ring.AddReader();
        using BroadcastRing<int>.ReaderHandle late = ring.AddReader();
        uint id = ring.Producer.Memory.Id;
        for (int i = 0; i < 3000; i++)
        {
            ring.Producer.Push(i);
            Assert.True(early.TryTake(out _));
            if (i % 5 == 4)
                Assert.Equal(BroadcastStatus.Lapped, late.TryRead(out _));
        }

        object?[][] told = session.Payloads(id, "ReaderLapped");
        Assert.Equal([2, 3L, 3L], told[0]);
        Assert.Equal(3, told.Length);
        Assert.All(told, lap => Assert.Equal(2, lap[0]));
        ring.Dispose();
        early.Dispose();
        Assert.Empty(session.Payloads(id, "RingDisposed"));
        ulong lost = late.Lost;
        late.Dispose();
        Assert.Equal([-1L, (long)lost, -1L, -1], session.Payloads(id, "TypedRingState")[^1]);
        Assert.Equal(3000L, Assert.Single(session.Payloads(id, "RingDisposed"))[0]);
    }

    [Fact]
    public void A_claim_that_was_skipped_is_told_of()
    {
        using TraceSession session = new();
        using MpscRing<int> ring = new(8);
        Assert.True(ring.Producer.TryClaim(1, out Claim<int> slow));
        Assert.True(ring.Consumer.LookForStall(out RingStall stall));
        Assert.Empty(session.Payloads(ring.Producer.Memory.Id, "ClaimSkipped"));
        Assert.Equal(SkipStatus.Skipped, ring.Consumer.SkipStalled(stall.Position));
        Assert.Equal([0L, 1L, 1], Assert.Single(session.Payloads(ring.Producer.Memory.Id, "ClaimSkipped")));
        Assert.Equal(PushStatus.RefusedSkipped, slow.Commit());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_sleeper_and_who_wakes_it_are_told_of(bool many)
    {
        using TraceSession session = new(RingEventSource.Keywords.Waits);
        using EitherRing ring = new(many, new TypedRingOptions { Capacity = 64, WhenFull = FullPolicy.Wait });
        Sleep(() => ring.WaitForItems(TimeSpan.FromSeconds(30)), ring.Memory.ConsumerWaits, () => ring.Push(1), "consumer");
        for (int i = 1; i < 64; i++)
            ring.Push(i);
        Sleep(() => ring.Push(64), ring.Memory.ProducerWaits, ring.TakeAll, "producer"); // a push that waits does so by the same way

        void Sleep(Action wait, uint* word, Action wake, string side)
        {
            Thread sleeper = new(() => wait());
            sleeper.Start();
            nint asked = (nint)word;
            TraceSession.Await(() => *(uint*)asked != 0);
            wake();
            Assert.True(sleeper.Join(TimeSpan.FromSeconds(30)));
            Assert.Equal([side, "Block"], session.Payloads(ring.Id, "WaitStarted")[^1]);
            Assert.Equal([side], session.Payloads(ring.Id, "Woken")[^1]);
            Assert.Equal([side, "Ready"], session.Payloads(ring.Id, "WaitEnded")[^1][..2]);
        }
    }

    [Fact]
    public void After_a_session_nothing_is_allocated_again()
    {
        using SpscRing<int> one = new(s_options);
        using MpscRing<int> many = new(s_options);
        using BroadcastRing<int> all = new(4);
        using BroadcastRing<int>.ReaderHandle reader = all.AddReader();
        int[] items = new int[70];
        using (new TraceSession())
            Laps(2);
        Laps(100);
        Assert.Equal(0, Allocated.Least(() => Laps(100)));

        void Laps(int laps)
        {
            for (int i = 0; i < laps; i++)
            {
                one.Producer.Push(items);
                many.Producer.Push(items);
                all.Producer.Push(items);
                one.Consumer.Take(items);
                many.Consumer.Take(items);
                reader.TryRead(out _);
            }
        }
    }

    /// <summary>A ring of one producer, or of many.</summary>
    private sealed class EitherRing(bool many, TypedRingOptions options) : IDisposable
    {
        private readonly SpscRing<int>? _one = many ? null : new(options);
        private readonly MpscRing<int>? _many = many ? new(options) : null;
        private readonly int[] _items = new int[options.Capacity];

        internal TypedMemory Memory => _one?.Producer.Memory ?? _many!.Producer.Memory;

        internal uint Id => Memory.Id;

        internal PushStatus Push(int item) => _one?.Producer.Push(item) ?? _many!.Producer.Push(item);

        internal void TakeAll() => _ = _one?.Consumer.Take(_items) ?? _many!.Consumer.Take(_items);

        internal WaitStatus WaitForSpace(TimeSpan timeout) =>
            _one?.Producer.WaitForSpace(WaitStrategy.Spin, timeout) ?? _many!.Producer.WaitForSpace(WaitStrategy.Spin, timeout);

        internal WaitStatus WaitForItems(TimeSpan timeout) =>
            _one?.Consumer.WaitForItems(WaitStrategy.Block, timeout) ?? _many!.Consumer.WaitForItems(WaitStrategy.Block, timeout);

        public void Dispose()
        {
            _one?.Dispose();
            _many?.Dispose();
        }
    }
}
