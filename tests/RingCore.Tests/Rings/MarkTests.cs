using System;
using System.Collections.Generic;
using System.Linq;
using RingCore.Layouts;
using Xunit;
using Indexed = RingCore.IndexedRing<RingCore.Tests.ProbedFencePoints>;

namespace RingCore.Tests;

/// <summary>The indexed ring's marks: which words, when, and that nobody writes an entry who was not asked to.</summary>
public unsafe class MarkTests
{
    private const uint Unmarked = 0xDEAD_BEEF;

    [Fact]
    public void A_harvest_marks_the_lines_that_it_finishes_before_it_releases_its_index()
    {
        using Indexed ring = Make(CollectorAccess.Marks, firstPosition: 2);
        ring.Producer.Push(TestPages.From(0, 8));
        Assert.Equal(
            [
                "WritePlain entry 3 flags", "FlushAfterWrite entry 3 flags", "WritePlain entry 7 flags", "FlushAfterWrite entry 7 flags",
                "StoreRelease fetch", "FlushAfterWrite fetch",
            ],
            Writes(ring, () => ring.Collector.Harvest(new DirtyPage[7]))); // 2 to 8
        Assert.Equal(["StoreRelease fetch", "FlushAfterWrite fetch"], Writes(ring, () => ring.Collector.Harvest(new DirtyPage[1])));
    }

    [Fact]
    public void An_in_place_harvest_marks_the_lines_that_are_committed_and_no_others()
    {
        using Indexed ring = Make(CollectorAccess.Marks);
        ring.Producer.Push(TestPages.From(0, 8));
        Assert.Equal(
            ["WritePlain entry 3 flags", "FlushAfterWrite entry 3 flags", "StoreRelease fetch", "FlushAfterWrite fetch"],
            Writes(ring, () => ring.Collector.HarvestInPlace().Commit(5)));
        Assert.Equal(["StoreRelease fetch", "FlushAfterWrite fetch"], Writes(ring, () => ring.Collector.HarvestInPlace().Commit(2)));
    }

    [Fact]
    public void What_is_taken_item_by_item_is_marked_with_the_last_of_its_line()
    {
        using Indexed ring = Make(CollectorAccess.Marks);
        ring.Producer.Push(TestPages.From(0, 8));
        for (int i = 0; i < 3; i++)
            Assert.Empty(Writes(ring, () => ring.Collector.TryTake(out _)));
        Assert.Equal(
            ["WritePlain entry 3 flags", "FlushAfterWrite entry 3 flags", "StoreRelease fetch", "FlushAfterWrite fetch"],
            Writes(ring, () => ring.Collector.TryTake(out _)));
        Assert.Empty(Writes(ring, () => ring.Collector.TryTake(out _)));
        Assert.Equal(["StoreRelease fetch", "FlushAfterWrite fetch"], Writes(ring, () => ring.Collector.Commit()));
        for (int i = 0; i < 2; i++)
            Assert.Empty(Writes(ring, () => ring.Collector.TryTake(out _)));
        Assert.Contains("WritePlain entry 7 flags", Writes(ring, () => ring.Collector.TryTake(out _)));
    }

    [Fact]
    public void A_collector_that_was_not_asked_to_mark_writes_its_index_alone()
    {
        using Indexed ring = Make(CollectorAccess.ReadOnly, firstPosition: 2);
        DirtyPage[] pages = new DirtyPage[8];
        RecordingSink sink = new();
        for (int lap = 0; lap < 3; lap++)
        {
            ring.Producer.Push(TestPages.From(0, 8));
            string[] writes =
            [
                .. Writes(ring, () => ring.Collector.TryTake(out _)), .. Writes(ring, () => ring.Collector.TryTake(out _)),
                .. Writes(ring, () => ring.Collector.Commit()), .. Writes(ring, () => ring.Collector.HarvestInPlace(2).Commit(2)),
                .. Writes(ring, () => ring.Collector.Harvest(pages)),
            ];
            Assert.Equal(["FlushAfterWrite fetch", "StoreRelease fetch"], writes.Distinct().Order(StringComparer.Ordinal));
            Assert.Equal(8, ring.Resetter.Reset(ref sink).Entries);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(48)]
    public void Wherever_the_memory_starts_each_line_is_marked_in_its_own_last_entry(int beyondLine)
    {
        using GuardedMemory memory = new(512, CacheLine.Bytes);
        nint start = memory.Start + beyondLine;
        RingGeometry geometry = new(16, reservedEntries: 0);
        using IndexedRing<CoherentFencePoints> ring = new(geometry, start, (nuint)geometry.Bytes, access: CollectorAccess.Marks);
        RecordingSink sink = new();
        DirtyPage[] pages = new DirtyPage[16];
        for (int lap = 0; lap < 3; lap++)
        {
            foreach (DirtyPage page in TestPages.From(0, 16)) // page by page: a push of whole lines would write the word too
                ring.Producer.Push(page);
            KvmDirtyGfn* entries = (KvmDirtyGfn*)start;
            for (int i = 0; i < 16; i++)
                entries[i].Flags = Unmarked;
            int harvested = ring.Collector.Harvest(pages).Entries;
            Assert.Equal(TestPages.From(0, harvested), pages[..harvested]);
            List<int> marked = [.. Enumerable.Range(0, 16).Where(i => entries[i].Flags != Unmarked)];
            Assert.Equal(Enumerable.Range(0, 16).Where(i => (start + (16 * (i + 1))) % CacheLine.Bytes == 0), marked);
            Assert.Equal(16, ring.Resetter.Reset(ref sink).Entries);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_ring_smaller_than_a_line_is_marked_in_its_last_entry(int entries)
    {
        using Indexed ring = new(new RingGeometry(entries, reservedEntries: 0), access: CollectorAccess.Marks);
        RecordingSink sink = new();
        for (int lap = 0; lap < 3; lap++)
        {
            ring.Producer.Push(TestPages.From(0, entries));
            Assert.Single(
                Writes(ring, () => ring.Collector.Harvest(new DirtyPage[entries])), $"WritePlain entry {entries - 1} flags");
            ring.Resetter.Reset(ref sink);
        }
    }

    private static Indexed Make(CollectorAccess access, ulong firstPosition = 0) =>
        new(new RingGeometry(8, reservedEntries: 0), firstPosition: firstPosition, access: access);

    private static string[] Writes(Indexed ring, Action operation) =>
    [
        .. Transcript.Of(ring.Producer.Memory(), operation)
            .Where(access => access.StartsWith("Write", StringComparison.Ordinal) || access.StartsWith("Store", StringComparison.Ordinal)
                || access.StartsWith("FlushAfter", StringComparison.Ordinal)),
    ];
}
