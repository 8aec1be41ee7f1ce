using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.Intrinsics;
using RingCore.Layouts;
using Xunit;
using Addresses = RingCore.FlaggedRing<RingCore.Tests.ProbedFencePoints, RingCore.PageAddressEntry<RingCore.KvmStates>, RingCore.Layouts.DirtyPageAddress>;
using Gfns = RingCore.FlaggedRing<RingCore.Tests.ProbedFencePoints, RingCore.GfnEntry<RingCore.KvmStates>, RingCore.Layouts.DirtyPage>;
using Laps = RingCore.FlaggedRing<RingCore.Tests.ProbedFencePoints, RingCore.GfnEntry<RingCore.LapStates>, RingCore.Layouts.DirtyPage>;
using Indexed = RingCore.IndexedRing<RingCore.Tests.ProbedFencePoints>;
using Vm = RingCore.VmRing<RingCore.Tests.ProbedFencePoints>;

namespace RingCore.Tests;

/// <summary>
/// The accesses of each operation, one by one, as the tables of docs/memory-model.md give them. x86 forgives a release that became a plain
/// store; this does not. A change of an ordering changes the access, its letter, the tables, and this.
/// </summary>
public class ProtocolTests
{
    private static readonly RingGeometry s_gfns = new(4, KvmDirtyGfn.Bytes, 2);
    private static readonly RingGeometry s_addresses = new(4, DirtyPageAddress.Bytes, 2);

    [Fact]
    public void Flagged_ring_of_16_byte_entries()
    {
        using Gfns ring = new(s_gfns);
        AssertPush(
            ring,
            push: "WritePlain entry 0 offset, StoreRelease entry 0 flags and slot, FlushAfterWrite entry 0, ReadOnce collectorWaits",
            atLimit: """
                FlushBeforeRead reset, LoadAcquire reset,
                WritePlain entry 1 offset, StoreRelease entry 1 flags and slot, FlushAfterWrite entry 1, ReadOnce collectorWaits
                """,
            atFull: "FlushBeforeRead reset, LoadAcquire reset");
        AssertFlaggedCollectorAndResetter(ring);
        AssertInPlace(ring, 2, () => ring.Collector.HarvestInPlace(1).Commit(1));
    }

    [Fact]
    public void Flagged_ring_of_8_byte_entries()
    {
        using Addresses ring = new(s_addresses, TestPages.Slots);
        AssertPush(
            ring,
            push: "StoreRelease entry 0, FlushAfterWrite entry 0, ReadOnce collectorWaits",
            atLimit: "FlushBeforeRead reset, LoadAcquire reset, StoreRelease entry 1, FlushAfterWrite entry 1, ReadOnce collectorWaits",
            atFull: "FlushBeforeRead reset, LoadAcquire reset");
        AssertHarvest(ring, "FlushBeforeRead entry 0, LoadAcquire entry 0, StoreRelease entry 0, FlushAfterWrite entry 0");
        AssertReset(
            ring,
            """
            FlushBeforeRead entry 0, LoadAcquire entry 0,
            FlushBeforeRead entry 1, LoadAcquire entry 1,
            WriteOnce entry 0, FlushAfterWrite entry 0,
            StoreRelease reset, FlushAfterWrite reset, ReadOnce producerWaits
            """);
        AssertTranscript(
            ring,
            "FlushBeforeRead entry 1, LoadAcquire entry 1, ReadPlain entry 1, StoreRelease entry 1, FlushAfterWrite entry 1",
            () => ring.Collector.HarvestInPlace(1).Commit(1));
    }

    [Fact]
    public void Indexed_ring()
    {
        using Indexed ring = new(s_gfns);
        AssertPush(
            ring,
            push: """
                WritePlain entry 0 offset, WritePlain entry 0 slot, FlushAfterWrite entry 0,
                StoreRelease avail, FlushAfterWrite avail, ReadOnce collectorWaits
                """,
            atLimit: """
                FlushBeforeRead reset, LoadAcquire reset,
                WritePlain entry 1 offset, WritePlain entry 1 slot, FlushAfterWrite entry 1,
                StoreRelease avail, FlushAfterWrite avail, ReadOnce collectorWaits
                """,
            atFull: "FlushBeforeRead reset, LoadAcquire reset");
        AssertHarvest(
            ring,
            """
            FlushBeforeRead avail, LoadAcquire avail, FlushBeforeRead entry 0,
            ReadPlain entry 0 slot, ReadPlain entry 0 offset, StoreRelease fetch, FlushAfterWrite fetch
            """);
        AssertReset(
            ring,
            """
            FlushBeforeRead fetch, LoadAcquire fetch, FlushBeforeRead avail, ReadOnce avail,
            FlushBeforeRead entry 0, ReadPlain entry 0 slot, ReadPlain entry 0 offset,
            StoreRelease reset, FlushAfterWrite reset, ReadOnce producerWaits
            """);
        AssertTranscript(
            ring,
            "FlushBeforeRead entry 1, StoreRelease fetch, FlushAfterWrite fetch",
            () => ring.Collector.HarvestInPlace(1).Commit(1));
    }

    [Fact]
    public void Vm_ring()
    {
        using Vm ring = new(s_gfns);
        const string Claim = "ReadOnce avail, FlushBeforeRead reset, LoadAcquire reset, CompareExchange avail,";
        AssertPush(
            ring,
            push: $"""
                {Claim}
                WritePlain entry 0 offset, StoreRelease entry 0 flags and slot, FlushAfterWrite entry 0, ReadOnce collectorWaits
                """,
            atLimit: $"""
                {Claim}
                WritePlain entry 1 offset, StoreRelease entry 1 flags and slot, FlushAfterWrite entry 1, ReadOnce collectorWaits
                """,
            atFull: "ReadOnce avail, FlushBeforeRead reset, LoadAcquire reset");
        AssertFlaggedCollectorAndResetter(ring);
        AssertInPlace(ring, 2, () => ring.Collector.HarvestInPlace(1).Commit(1));
    }

    [Fact]
    public void An_in_place_harvest_that_ends_before_the_end_of_the_memory_does_not_look_again()
    {
        using Gfns ring = new(s_gfns);
        ring.Producer.Push(TestPages.From(0, 2));
        AssertTranscript( // a second look could see a push in between, and show the entry at the start of the memory in its place
            ring,
            """
            FlushBeforeRead entry 0, LoadAcquire entry 0 flags, FlushBeforeRead entry 1, LoadAcquire entry 1 flags,
            FlushBeforeRead entry 2, LoadAcquire entry 2 flags
            """,
            () => Assert.Equal(2, ring.Collector.HarvestInPlace().Entries));
    }

    [Fact]
    public void The_vm_ring_is_harvested_entry_by_entry()
    {
        using Vm ring = new(new RingGeometry(32, reservedEntries: 0));
        ring.Producer.Push(TestPages.From(0, 32));
        string[] harvest = Transcript.Of(ring.Producer.Memory(), () => ring.Collector.Harvest(new DirtyPage[32]));
        for (int i = 0; i < 32; i++)
            Assert.Contains($"LoadAcquire entry {i} flags and slot", harvest); // a block's last acquires nothing for the others here
    }

    [Fact]
    public void A_batch_into_the_flagged_ring_releases_entry_by_entry_around_the_end()
    {
        using Gfns ring = new(new RingGeometry(4, reservedEntries: 0), firstPosition: 3);
        AssertTranscript(
            ring,
            """
            WritePlain entry 3 offset, StoreRelease entry 3 flags and slot, FlushAfterWrite entry 3,
            ReadOnce collectorWaits, FlushBeforeRead reset, LoadAcquire reset,
            WritePlain entry 0 offset, StoreRelease entry 0 flags and slot, FlushAfterWrite entry 0, ReadOnce collectorWaits,
            WritePlain entry 1 offset, StoreRelease entry 1 flags and slot, FlushAfterWrite entry 1, ReadOnce collectorWaits
            """, // a lap's end is a limit like the soft one: the next page goes by the slow way
            () => ring.Producer.Push(TestPages.From(0, 3)));
    }

    [Fact]
    public void A_batch_writes_whole_lines_without_a_state_and_then_releases_the_states_in_order()
    {
        using Laps ring = new(new RingGeometry(8, reservedEntries: 0), firstPosition: 3);
        string[] push = Transcript.Of(ring.Producer.Memory(), () => ring.Producer.Push(TestPages.From(0, 5)));
        if (!Vector512.IsHardwareAccelerated)
            return;
        Assert.Equal(
            [
                "WritePlain entry 3 offset", "StoreRelease entry 3 flags and slot", "FlushAfterWrite entry 3",
                "StoreWide entries 4+4", "StoreRelease entry 4 flags", "StoreRelease entry 5 flags", "StoreRelease entry 6 flags",
                "StoreRelease entry 7 flags", "FlushAfterWrite entries 4+4", "ReadOnce collectorWaits",
            ],
            push);
    }

    [Fact]
    public void A_batch_of_addresses_goes_one_by_one_to_the_next_line_and_is_released_in_order_there()
    {
        using FlaggedRing<ProbedFencePoints, PageAddressEntry<LapStates>, DirtyPageAddress> ring =
            new(new RingGeometry(16, DirtyPageAddress.Bytes, reservedEntries: 0), TestPages.Slots, firstPosition: 6);
        string[] push = Transcript.Of(ring.Producer.Memory(), () => ring.Producer.Push(TestPages.From(0, 10)));
        if (!Vector512.IsHardwareAccelerated)
            return;
        Assert.Equal(
            [
                "StoreRelease entry 6", "FlushAfterWrite entry 6", "StoreRelease entry 7", "FlushAfterWrite entry 7",
                .. Enumerable.Range(8, 8).Select(i => $"StoreRelease entry {i}"), "FlushAfterWrite entries 8+8", "ReadOnce collectorWaits",
            ],
            push);
    }

    [Fact]
    public void What_is_taken_is_marked_a_line_at_a_time_and_the_rest_by_the_commit()
    {
        using Gfns ring = new(new RingGeometry(8, reservedEntries: 0));
        ring.Producer.Push(TestPages.From(0, 6));
        AssertTranscript(ring, "FlushBeforeRead entry 0, LoadAcquire entry 0 flags and slot, ReadPlain entry 0 offset", Take);
        Take();
        Take();
        string marks = string.Join(',', Enumerable.Range(0, 4).Select(i => $"StoreRelease entry {i} flags, FlushAfterWrite entry {i}"));
        AssertTranscript(ring, $"FlushBeforeRead entry 3, LoadAcquire entry 3 flags and slot, ReadPlain entry 3 offset, {marks}", Take);
        Take();
        AssertTranscript(ring, "StoreRelease entry 4 flags, FlushAfterWrite entry 4", () => ring.Collector.Commit());
        AssertTranscript(ring, "", () => ring.Collector.Commit());

        void Take() => Assert.True(ring.Collector.TryTake(out _));
    }

    [Fact]
    public void A_reset_with_laps_writes_nothing_but_its_index()
    {
        using Laps ring = new(s_gfns);
        ring.Producer.Push(TestPages.At(0));
        ring.Collector.Harvest(new DirtyPage[1]);
        RecordingSink sink = new();
        AssertTranscript(
            ring,
            """
            FlushBeforeRead entry 0, LoadAcquire entry 0 flags and slot, ReadPlain entry 0 offset,
            FlushBeforeRead entry 1, LoadAcquire entry 1 flags and slot,
            StoreRelease reset, FlushAfterWrite reset, ReadOnce producerWaits
            """,
            () => ring.Resetter.Reset(ref sink));
    }

    [Fact]
    public void A_batch_into_the_indexed_ring_publishes_once_after_all_its_entries_around_the_end()
    {
        using Indexed ring = new(s_gfns, firstPosition: 3);
        AssertTranscript(
            ring,
            """
            FlushBeforeRead reset, LoadAcquire reset,
            WritePlain entry 3 offset, WritePlain entry 3 slot, WritePlain entry 0 offset, WritePlain entry 0 slot,
            WritePlain entry 1 offset, WritePlain entry 1 slot, FlushAfterWrite entry 3, FlushAfterWrite entries 0+2,
            StoreRelease avail, FlushAfterWrite avail, ReadOnce collectorWaits
            """,
            () => ring.Producer.Push(TestPages.From(0, 3)));
    }

    [Fact]
    public void A_waiter_asks_fences_looks_and_sleeps_and_a_waker_clears_and_wakes()
    {
        using Indexed ring = new(new RingGeometry(8, reservedEntries: 0));
        ProbedFencePoints.Before = step =>
        {
            if (step != nameof(ProbedFencePoints.Wait))
                return;
            List<Access>? log = ProbedFencePoints.Log;
            ProbedFencePoints.Log = null;
            ring.Producer.Push(TestPages.At(0)); // another party's, which the transcript of the wait does not show
            ProbedFencePoints.Log = log;
        };
        string[] wait = Transcript.Of(
            ring.Producer.Memory(), () => ring.Collector.WaitForEntries(WaitStrategy.Block, TimeSpan.FromSeconds(20)));
        ProbedFencePoints.Before = null;
        string[] look = ["WriteOnce collectorWaits", "ProcessWideFence", "FlushBeforeRead avail", "LoadAcquire avail"];
        Assert.Equal([.. look, "Wait collectorWaits", .. look], wait[^9..]);
        AssertTranscript(
            ring,
            """
            WritePlain entry 1 offset, WritePlain entry 1 slot, FlushAfterWrite entry 1,
            StoreRelease avail, FlushAfterWrite avail, ReadOnce collectorWaits, WriteOnce collectorWaits, Wake collectorWaits
            """,
            () => ring.Producer.Push(TestPages.At(1)));
    }

    private static void AssertPush(IDirtyRing ring, string push, string atLimit, string atFull)
    {
        AssertTranscript(ring, push, () => ring.Producer.Push(TestPages.At(0)));
        AssertTranscript(ring, atLimit, () => ring.Producer.Push(TestPages.At(400)));
        ring.Producer.Push(TestPages.From(500, 2));
        AssertTranscript(ring, atFull, () => ring.Producer.Push(TestPages.At(0)));
    }

    private static void AssertFlaggedCollectorAndResetter(IDirtyRing ring)
    {
        AssertHarvest(
            ring,
            """
            FlushBeforeRead entry 0, LoadAcquire entry 0 flags and slot, ReadPlain entry 0 offset,
            StoreRelease entry 0 flags, FlushAfterWrite entry 0
            """);
        AssertReset(
            ring,
            """
            FlushBeforeRead entry 0, LoadAcquire entry 0 flags and slot, ReadPlain entry 0 offset,
            FlushBeforeRead entry 1, LoadAcquire entry 1 flags and slot,
            WriteOnce entry 0 flags, FlushAfterWrite entry 0,
            StoreRelease reset, FlushAfterWrite reset, ReadOnce producerWaits
            """);
    }

    private static void AssertInPlace(IDirtyRing ring, int entriesLeft, Action commitOne)
    {
        AssertTranscript(
            ring, "FlushBeforeRead entry 1, LoadAcquire entry 1 flags, StoreRelease entry 1 flags, FlushAfterWrite entry 1", commitOne);
        Assert.Equal(entriesLeft, ring.Collector.Harvest(new DirtyPage[4]).Entries);
    }

    private static void AssertHarvest(IDirtyRing ring, string one) =>
        AssertTranscript(ring, one, () => ring.Collector.Harvest(new DirtyPage[1]));

    private static void AssertReset(IDirtyRing ring, string one)
    {
        RecordingSink sink = new();
        AssertTranscript(ring, one, () => ring.Resetter.Reset(ref sink));
        Assert.Single(sink.Calls);
    }

    private static void AssertTranscript(IDirtyRing ring, string expected, Action operation) => Assert.Equal(
        expected.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        Transcript.Of(((RingHandle)ring.Producer).Memory(), operation));
}
