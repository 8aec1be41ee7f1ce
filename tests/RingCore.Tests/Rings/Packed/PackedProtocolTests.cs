using System;
using System.Linq;
using System.Runtime.Intrinsics;
using RingCore.Layouts;
using Xunit;
using Packed = RingCore.PackedRing<RingCore.Tests.ProbedFencePoints>;

namespace RingCore.Tests;

/// <summary>The accesses of each operation of the packed ring, one by one, as <see cref="ProtocolTests"/> has the others'.</summary>
[Trait("Category", "Packed")]
public class PackedProtocolTests
{
    [Fact]
    public void Each_operation_on_one_entry()
    {
        using Packed ring = new(RingGeometry.Packed(3, 2));
        AssertTranscript(
            ring,
            """
            FlushBeforeRead reset, LoadAcquire reset,
            WritePlain entry 0 address, StoreRelease entry 0 length, id and flags, FlushAfterWrite entry 0, ReadOnce collectorWaits
            """,
            () => ring.Producer.Push(TestPages.At(0)));
        AssertTranscript(
            ring,
            """
            FlushBeforeRead entry 0, LoadAcquire entry 0 length, id and flags, ReadPlain entry 0 address,
            StoreRelease entry 0 id and flags, FlushAfterWrite entry 0
            """,
            () => ring.Collector.Harvest(new DirtyPage[1]));
        RecordingSink sink = new();
        AssertTranscript(
            ring,
            """
            FlushBeforeRead entry 0, LoadAcquire entry 0 length, id and flags, ReadPlain entry 0 address,
            FlushBeforeRead entry 1, LoadAcquire entry 1 length, id and flags,
            StoreRelease reset, FlushAfterWrite reset, ReadOnce producerWaits
            """,
            () => ring.Resetter.Reset(ref sink));
        ring.Producer.Push(TestPages.At(1));
        AssertTranscript(
            ring,
            "FlushBeforeRead entry 1, LoadAcquire entry 1 id and flags, StoreRelease entry 1 id and flags, FlushAfterWrite entry 1",
            () => ring.Collector.HarvestInPlace(1).Commit(1));
    }

    [Fact]
    public void Below_the_limit_a_push_looks_at_nothing_and_a_laps_end_is_a_limit()
    {
        using Packed ring = new(RingGeometry.Packed(5, 0));
        const string Push = "WritePlain entry {0} address, StoreRelease entry {0} length, id and flags, FlushAfterWrite entry {0}, ReadOnce collectorWaits";
        RecordingSink sink = new();
        for (int i = 0; i < 4; i++)
            AssertTranscript(ring, Push.Replace("{0}", $"{i}", StringComparison.Ordinal), () => ring.Producer.Push(TestPages.At(i)));
        ring.Collector.Harvest(new DirtyPage[5]);
        ring.Resetter.Reset(ref sink);
        AssertTranscript(
            ring, $"FlushBeforeRead reset, LoadAcquire reset, {Push.Replace("{0}", "4", StringComparison.Ordinal)}", () => ring.Producer.Push(TestPages.At(4)));
        AssertTranscript(
            ring, $"FlushBeforeRead reset, LoadAcquire reset, {Push.Replace("{0}", "0", StringComparison.Ordinal)}", () => ring.Producer.Push(TestPages.At(5)));
    }

    [Fact]
    public void A_batch_writes_whole_lines_that_are_still_free_and_then_releases_the_states_in_order()
    {
        using Packed ring = new(RingGeometry.Packed(9, 0));
        ring.Producer.Push(TestPages.From(0, 3));
        string[] push = Transcript.Of(ring.Producer.Memory(), () => ring.Producer.Push(TestPages.From(0, 5)));
        if (!Vector512.IsHardwareAccelerated)
            return;
        Assert.Equal(
            [
                "WritePlain entry 3 address", "StoreRelease entry 3 length, id and flags", "FlushAfterWrite entry 3", "StoreWide entries 4+4",
                .. Enumerable.Range(4, 4).Select(i => $"StoreRelease entry {i} id and flags"), "FlushAfterWrite entries 4+4", "ReadOnce collectorWaits",
            ],
            push);
    }

    [Fact]
    public void What_is_taken_is_marked_a_line_at_a_time_at_the_laps_end_and_the_rest_by_the_commit()
    {
        using Packed ring = new(RingGeometry.Packed(6, 0));
        ring.Producer.Push(TestPages.From(0, 6));
        for (int i = 0; i < 3; i++)
            AssertTake(i, "");
        AssertTake(3, Marks(0, 4));
        AssertTake(4, "");
        AssertTake(5, Marks(4, 2));
        RecordingSink sink = new();
        ring.Resetter.Reset(ref sink);
        ring.Producer.Push(TestPages.From(0, 2));
        AssertTake(0, "");
        AssertTranscript(ring, Marks(0, 1), () => ring.Collector.Commit());
        AssertTranscript(ring, "", () => ring.Collector.Commit());

        void AssertTake(int i, string marks) => AssertTranscript(
            ring,
            $"FlushBeforeRead entry {i}, LoadAcquire entry {i} length, id and flags, ReadPlain entry {i} address, {marks}",
            () => Assert.True(ring.Collector.TryTake(out _)));

        static string Marks(int first, int count) =>
            string.Join(", ", Enumerable.Range(first, count).Select(i => $"StoreRelease entry {i} id and flags, FlushAfterWrite entry {i}"));
    }

    private static void AssertTranscript(Packed ring, string expected, Action operation) => Assert.Equal(
        expected.Replace("length, id", "length; id", StringComparison.Ordinal)
            .Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(access => access.Replace("length; id", "length, id", StringComparison.Ordinal)),
        Transcript.Of(ring.Producer.Memory(), operation));
}
