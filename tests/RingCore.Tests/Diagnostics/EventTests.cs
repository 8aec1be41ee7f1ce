using System;
using System.Diagnostics.Tracing;
using System.Linq;
using System.Threading;
using RingCore.Diagnostics;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>What a session sees of rings.</summary>
[Trait("Category", "Trace")]
[Collection(Listening.Name)]
public unsafe class EventTests
{
    [Theory]
    [InlineData(RingDesign.Flagged, "flagged", 16)]
    [InlineData(RingDesign.FlaggedPages, "flagged-pages", 8)]
    [InlineData(RingDesign.Indexed, "indexed", 16)]
    [InlineData(RingDesign.Shadowed, "guarded", 16)]
    [InlineData(RingDesign.Vm, "vm", 16)]
    [InlineData(RingDesign.Packed, "packed", 16)]
    public void A_ring_is_made_used_and_disposed(RingDesign design, string name, int entryBytes)
    {
        using TraceSession session = new();
        uint id;
        using (TestRing ring = TestRing.Make(design, entries: 16, reserved: 4))
        {
            id = ring.Memory.Id;
            ring.Producer.Push(TestPages.From(0, 6));
            Assert.Equal(6, ring.Harvest().Length);
            RecordingSink sink = new();
            Assert.Equal(6, ring.Resetter.Reset(ref sink).Entries);
            ring.Producer.Push(TestPages.From(6, 2));
        }

        Assert.Equal([name, 16, entryBytes, 4, Harvester.Selected.ToString(), false], Assert.Single(session.Payloads(id, "RingCreated")));
        Assert.Equal([6, 6L, 0], Assert.Single(session.Payloads(id, "Harvested")));
        Assert.Equal([6, 6L, 1, 6, 0], Assert.Single(session.Payloads(id, "Reset")));
        Assert.Equal([8L, 6L, 6L, 0L], Assert.Single(session.Payloads(id, "RingDisposed")));
    }

    [Fact]
    public void A_ring_that_starts_late_in_its_counters_is_told_of_from_zero()
    {
        using TraceSession session = new();
        using TestRing ring = TestRing.Make(RingDesign.Vm, entries: 16, firstPosition: uint.MaxValue - 3);
        ring.Producer.Push(TestPages.From(0, 6));
        Assert.Equal(6, ring.Harvest().Length);
        RecordingSink sink = new();
        Assert.Equal(6, ring.Resetter.Reset(ref sink).Entries);
        ring.Producer.Push(TestPages.From(0, 2));
        uint id = ring.Memory.Id;
        ring.Dispose();
        Assert.Equal([8L, 6L, 6L, 0L], Assert.Single(session.Payloads(id, "RingDisposed")));
    }

    [Theory]
    [InlineData(RingDesign.Flagged)]
    [InlineData(RingDesign.Indexed)]
    [InlineData(RingDesign.Shadowed)]
    [InlineData(RingDesign.Vm)]
    [InlineData(RingDesign.Packed)]
    public void A_time_of_soft_full_has_one_number_and_is_over_with_the_next_push_that_finds_room(RingDesign design)
    {
        using TraceSession session = new(RingEventSource.Keywords.SoftFull);
        using TestRing ring = TestRing.Make(design, entries: 16, reserved: 4);
        uint id = ring.Memory.Id;
        for (int episode = 1; episode <= 2; episode++)
        {
            for (ulong i = 0; i < 14; i++)
                ring.Producer.Push(new DirtyPage(0, i));
            Assert.Equal(episode, session.Payloads(id, "SoftFullEntered").Length);
            Assert.Equal([episode, 12], session.Payloads(id, "SoftFullEntered")[^1]);
            Assert.Equal(episode - 1, session.Payloads(id, "SoftFullLeft").Length);
            ring.Harvest();
            RecordingSink sink = new();
            ring.Resetter.Reset(ref sink);
            Assert.Equal(episode - 1, session.Payloads(id, "SoftFullLeft").Length);
            Assert.Equal(PushStatus.Published, ring.Producer.Push(new DirtyPage(0, 0)));
            object?[] left = session.Payloads(id, "SoftFullLeft")[^1];
            Assert.Equal(episode, left[0]);
            Assert.InRange((long)left[1]!, 0, (long)Peers.Limit.TotalMicroseconds);
            ring.Harvest();
            ring.Resetter.Reset(ref sink);
        }

        Assert.Empty(session.Payloads(id, "RefusedFull"));
    }

    [Fact]
    public void A_wait_for_space_ends_a_time_of_soft_full_and_so_does_a_dispose()
    {
        using TraceSession session = new(RingEventSource.Keywords.SoftFull);
        using TestRing ring = TestRing.Make(RingDesign.Flagged, entries: 16, reserved: 4);
        uint id = ring.Memory.Id;
        ring.Producer.Push(TestPages.From(0, 12));
        Assert.Equal(WaitStatus.TimedOut, ring.Producer.WaitForSpace(WaitStrategy.Spin, TimeSpan.Zero));
        Assert.Empty(session.Payloads(id, "SoftFullLeft"));
        ring.Harvest();
        RecordingSink sink = new();
        ring.Resetter.Reset(ref sink);
        Assert.Equal(WaitStatus.Ready, ring.Producer.WaitForSpace(WaitStrategy.Spin, TimeSpan.Zero));
        Assert.Single(session.Payloads(id, "SoftFullLeft"));
        ring.Producer.Push(TestPages.From(0, 12));
        ring.Producer.Dispose();
        Assert.Equal([1, 2], session.Payloads(id, "SoftFullLeft").Select(left => (int)left[0]!));
    }

    [Theory]
    [InlineData(RingDesign.Flagged)]
    [InlineData(RingDesign.Indexed)]
    [InlineData(RingDesign.Shadowed)]
    [InlineData(RingDesign.Vm)]
    [InlineData(RingDesign.Packed)]
    public void A_full_ring_tells_of_its_first_refusal_and_the_total_comes_with_the_next(RingDesign design)
    {
        using TraceSession session = new(RingEventSource.Keywords.SoftFull | RingEventSource.Keywords.Rings);
        using TestRing ring = TestRing.Make(design, entries: 8);
        uint id = ring.Memory.Id;
        RecordingSink sink = new();
        Fill(5);
        ring.Harvest();
        ring.Resetter.Reset(ref sink);
        Fill(3);
        Assert.Equal([1L, 6L], session.Payloads(id, "RefusedFull").Select(refused => (long)refused[0]!));
        ring.Dispose();
        Assert.Equal(8L, session.Payloads(id, "RingDisposed")[0][3]);

        void Fill(int refused)
        {
            for (int i = 0; i < 8 + refused; i++)
                ring.Producer.Push(new DirtyPage(0, (ulong)i));
        }
    }

    [Theory]
    [InlineData(RingDesign.Flagged)]
    [InlineData(RingDesign.Indexed)]
    [InlineData(RingDesign.Shadowed)]
    [InlineData(RingDesign.Vm)]
    [InlineData(RingDesign.Packed)]
    public void Nothing_is_written_for_a_push_a_take_or_a_look_at_an_empty_ring(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design, entries: 4096);
        using TraceSession session = new(EventKeywords.All & ~RingEventSource.Keywords.Rings);
        uint id = ring.Memory.Id;
        RecordingSink sink = new();
        for (int i = 0; i < 3; i++)
        {
            for (ulong page = 0; page < 1000; page++)
                Assert.Equal(PushStatus.Published, ring.Producer.Push(new DirtyPage(0, page)));
            for (int page = 0; page < 1000; page++)
                Assert.True(ring.Collector.TryTake(out _));
            ring.Collector.Commit();
            Assert.Empty(ring.Harvest());
            Assert.Equal(1000, ring.Resetter.Reset(ref sink).Entries);
            Assert.Equal(0, ring.Resetter.Reset(ref sink).Entries);
        }

        Assert.Equal(3, session.Of(id).Count);
        Assert.Equal(3000L, session.Payloads(id, "Reset")[^1][1]);
    }

    [Fact]
    public void Totals_are_right_after_a_gap_in_the_session()
    {
        using TestRing ring = TestRing.Make(RingDesign.Indexed, entries: 64);
        uint id = ring.Memory.Id;
        using (TraceSession before = new(RingEventSource.Keywords.Batches))
        {
            Round();
            Assert.Equal([10, 10L, 0], Assert.Single(before.Payloads(id, "Harvested")));
        }

        Round();
        using TraceSession after = new();
        Assert.Equal([20L, 20L, 20L, 0L, 0, 64], after.Payloads(id, "RingState")[0]);
        Round();
        Assert.Equal([10, 30L, 0], Assert.Single(after.Payloads(id, "Harvested")));
        Assert.Equal(30L, Assert.Single(after.Payloads(id, "Reset"))[1]);
        // Once a second; one may fall into the middle of the round.
        TraceSession.Await(() => after.Payloads(id, "RingState")[^1].SequenceEqual([30L, 30L, 30L, 0L, 0, 64]));

        void Round()
        {
            ring.Producer.Push(TestPages.From(0, 10));
            ring.Harvest();
            RecordingSink sink = new();
            ring.Resetter.Reset(ref sink);
        }
    }

    [Fact]
    public void A_harvest_into_a_bitmap_is_one_batch_and_in_place_too()
    {
        using TestRing ring = TestRing.Make(RingDesign.Flagged, entries: 1024, slots: TestPages.Slots);
        using TraceSession session = new(RingEventSource.Keywords.Batches);
        ring.Producer.Push(TestPages.From(0, 300));
        ring.Collector.Harvest(new DirtyBitmap(TestPages.Slots));
        ring.Producer.Push(TestPages.From(0, 20));
        ring.HarvestInPlace(20, (_, _) => 20);
        object?[][] batches = session.Payloads(ring.Memory.Id, "Harvested");
        Assert.Equal([300, 300L, 0], batches[0]);
        Assert.Equal([20, 320L, -1], batches[1]);
    }

    [Fact]
    public void A_reset_tells_how_well_it_coalesced_and_what_is_left()
    {
        using TraceSession session = new(RingEventSource.Keywords.Batches);
        using TestRing ring = TestRing.Make(RingDesign.Flagged, entries: 64);
        foreach (ulong page in (ulong[])[1, 2, 3, 500, 900, 901])
            ring.Producer.Push(new DirtyPage(0, page));
        ring.Harvest(6);
        ring.Producer.Push(TestPages.From(0, 4));
        RecordingSink sink = new();
        ring.Resetter.Reset(ref sink);
        Assert.Equal([6, 6L, 3, 3, 4], Assert.Single(session.Payloads(ring.Memory.Id, "Reset")));
    }

    [Fact]
    public void A_violation_is_told_with_its_kind_place_and_total()
    {
        using TraceSession session = new(RingEventSource.Keywords.Violations);
        using IndexedRing<CoherentFencePoints> ring = new(new RingGeometry(8, reservedEntries: 0));
        ring.Producer.Push(TestPages.From(0, 4));
        RecordingSink sink = new();
        RingMemory memory = ring.Producer.Memory();
        *memory.Words.Fetch = 6;
        ring.Resetter.Reset(ref sink);
        *memory.Words.Fetch = unchecked((uint)-2);
        ring.Resetter.Reset(ref sink);
        object?[][] told = session.Payloads(memory.Id, "PeerViolated");
        Assert.Equal([(int)PeerViolation.Overran, "Overran", 6L, 1L], told[0]);
        Assert.Equal([(int)PeerViolation.Rewound, "Rewound", -2L, 2L], told[1]);
    }

    [Fact]
    public void An_entry_that_names_no_page_is_a_violation_where_the_peer_can_have_written_it()
    {
        using TraceSession session = new(RingEventSource.Keywords.Violations);
        using TestRing ring = TestRing.Make(RingDesign.KernelCompatible, entries: 8, slots: TestPages.Slots);
        ring.Producer.Push(new DirtyPage(77, 1));
        ring.Harvest();
        RecordingSink sink = new();
        ring.Resetter.Reset(ref sink);
        Assert.Equal([(int)PeerViolation.SlotOutOfRange, "SlotOutOfRange", 0L, 1L], Assert.Single(session.Payloads(ring.Memory.Id, "PeerViolated")));
    }

    [Fact]
    public void Where_one_reset_finds_two_kinds_each_is_told_of_with_its_own_place_or_none()
    {
        using TraceSession session = new(RingEventSource.Keywords.Violations);
        using TestRing ring = TestRing.Make(RingDesign.KernelCompatible, entries: 8, slots: TestPages.Slots);
        ring.Producer.Push(new DirtyPage(77, 1));
        ring.Producer.Push(TestPages.At(0));
        ring.Producer.Push(new DirtyPage(TestPages.At(0).Slot, ulong.MaxValue));
        ring.Harvest();
        RecordingSink sink = new();
        ring.Resetter.Reset(ref sink);
        object?[][] told = session.Payloads(ring.Memory.Id, "PeerViolated");
        Assert.Equal([(int)PeerViolation.SlotOutOfRange, "SlotOutOfRange", -1L, 2L], told[0]);
        Assert.Equal([(int)PeerViolation.OffsetOutOfRange, "OffsetOutOfRange", 2L, 2L], told[1]);
    }

    [Fact]
    public void A_sleeper_and_who_wakes_it_are_told_of()
    {
        using TraceSession session = new(RingEventSource.Keywords.Waits);
        using TestRing ring = TestRing.Make(RingDesign.Flagged);
        uint id = ring.Memory.Id;
        Thread sleeper = new(() => ring.Collector.WaitForEntries(WaitStrategy.Block, Peers.Limit));
        sleeper.Start();
        TraceSession.Await(() => session.Payloads(id, "WaitStarted").Length == 1 && *ring.Memory.Words.CollectorWaits != 0);
        ring.Producer.Push(new DirtyPage(0, 1));
        Assert.True(sleeper.Join(Peers.Limit));
        Assert.Equal(["collector", "Block"], Assert.Single(session.Payloads(id, "WaitStarted")));
        Assert.Equal(["collector"], Assert.Single(session.Payloads(id, "Woken")));
        object?[] ended = Assert.Single(session.Payloads(id, "WaitEnded"));
        Assert.Equal(["collector", "Ready"], ended[..2]);
        Assert.InRange((long)ended[2]!, 0, (long)Peers.Limit.TotalMicroseconds);
        Assert.Equal(WaitStatus.Ready, ring.Collector.WaitForEntries(WaitStrategy.Block, TimeSpan.Zero));
        Assert.Single(session.Payloads(id, "WaitStarted"));
    }
}
