using System;
using System.Collections.Generic;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>What every design promises of a harvest without a copy.</summary>
public class InPlaceHarvestTests
{
    [Theory]
    [EveryDesign]
    public void Shows_published_pages_in_at_most_two_spans_around_the_end(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design, entries: 8);
        ring.Producer.Push(TestPages.From(0, 5));
        HarvestAndReset(ring);
        ring.Producer.Push(TestPages.From(10, 7));
        ring.HarvestInPlace(int.MaxValue, (first, second) =>
        {
            Assert.Equal(TestPages.From(10, 3), first.ToArray());
            Assert.Equal(TestPages.From(13, 4), second.ToArray());
            return 0;
        });
        Assert.Equal(TestPages.From(10, 7), ring.Harvest());
    }

    [Theory]
    [EveryDesign]
    public void Harvests_only_what_is_committed(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design, entries: 8);
        ring.Producer.Push(TestPages.From(0, 6));
        HarvestAndReset(ring);
        ring.Producer.Push(TestPages.From(10, 8)); // the first two stand before the end of the memory
        foreach (int commit in (int[])[1, 3, 0, 2])
        {
            int before = Shown(ring).Count;
            ring.HarvestInPlace(int.MaxValue, (_, _) => commit);
            Assert.Equal(before - commit, Shown(ring).Count);
            Assert.Equal(commit, Reset(ring));
        }

        Assert.Equal(TestPages.From(16, 2), Shown(ring));
        Assert.Equal(TestPages.From(16, 2), ring.Harvest());
        Assert.Equal(PushStatus.Published, ring.Producer.Push(TestPages.At(0)));
    }

    [Theory]
    [EveryDesign(0)]
    [EveryDesign(1)]
    [EveryDesign(2)]
    [EveryDesign(5)]
    [EveryDesign(8)]
    [EveryDesign(9)]
    public void Shows_at_most_as_many_as_asked(RingDesign design, int maxEntries)
    {
        using TestRing ring = TestRing.Make(design, entries: 8);
        ring.Producer.Push(TestPages.From(0, 6));
        HarvestAndReset(ring);
        ring.Producer.Push(TestPages.From(10, 8));
        Assert.Equal(TestPages.From(10, Math.Min(maxEntries, 8)), Shown(ring, maxEntries));
    }

    [Theory]
    [EveryDesign]
    public void Shows_nothing_of_an_empty_ring(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        Assert.Empty(Shown(ring));
        ring.Producer.Push(TestPages.From(0, 8));
        ring.Harvest();
        Assert.Empty(Shown(ring));
    }

    [Theory]
    [EveryDesign(-1)]
    [EveryDesign(4)]
    public void Refuses_to_commit_what_was_not_shown(RingDesign design, int entries)
    {
        using TestRing ring = TestRing.Make(design);
        ring.Producer.Push(TestPages.From(0, 4));
        ArgumentOutOfRangeException refusal =
            Assert.Throws<ArgumentOutOfRangeException>(() => ring.HarvestInPlace(3, (_, _) => entries));
        Assert.Equal(entries, refusal.ActualValue);
        Assert.Equal(TestPages.From(0, 4), ring.Harvest());
    }

    [Theory]
    [EveryDesign]
    public void Refuses_a_commit_after_another_harvest_has_taken_the_entries(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        ring.Producer.Push(TestPages.From(0, 4));
        Assert.Throws<InvalidOperationException>(() => ring.HarvestInPlace(3, (_, _) => ring.Harvest(1).Length));
        Assert.Equal(1, Reset(ring));
        Assert.Equal(TestPages.From(1, 3), ring.Harvest());
    }

    [Fact]
    public void Refuses_a_second_commit()
    {
        using FlaggedDirtyRing ring = new(8, reservedEntries: 0);
        ring.Producer.Push(TestPages.From(0, 2));
        InPlaceHarvest<DirtyPage> shown = ring.Collector.HarvestInPlace();
        shown.Commit(2);
        Assert.Equal(2ul, ring.Collector.Harvested);
        Assert.Throws<InvalidOperationException>(static () =>
        {
            using FlaggedDirtyRing ring = new(8, reservedEntries: 0);
            ring.Producer.Push(TestPages.From(0, 2));
            InPlaceHarvest<DirtyPage> shown = ring.Collector.HarvestInPlace();
            shown.Commit(2);
            shown.Commit(2); // would mark entries that nobody has published
        });
    }

    [Theory]
    [EveryDesign]
    public void A_commit_after_dispose_gives_a_ticket_that_grants_nothing_and_touches_no_memory(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        ring.Producer.Push(TestPages.From(0, 2));
        HarvestTicket ticket = ring.HarvestInPlace(2, (_, _) =>
        {
            ring.Collector.Dispose();
            return 2;
        });
        RecordingSink sink = new();
        ResetResult result = ring.Resetter.Reset(ref sink);
        Assert.Equal(0, result.Entries);
        Assert.False(result.TryGrantRead(ticket, out _));
    }

    [Theory]
    [EveryDesign]
    public void A_disposed_collector_shows_nothing(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        ring.Producer.Push(TestPages.From(0, 2));
        ring.Collector.Dispose();
        Assert.Empty(Shown(ring));
    }

    [Fact]
    public void The_default_value_shows_nothing_and_commits_nothing()
    {
        InPlaceHarvest<DirtyPage> nothing = default;
        Assert.Equal(0, nothing.Entries);
        Assert.Equal(default, nothing.Commit(0));
    }

    private static List<DirtyPage> Shown(TestRing ring, int maxEntries = int.MaxValue)
    {
        List<DirtyPage> pages = [];
        ring.HarvestInPlace(maxEntries, (first, second) =>
        {
            pages.AddRange(first);
            pages.AddRange(second);
            return 0;
        });
        return pages;
    }

    private static int Reset(TestRing ring)
    {
        RecordingSink sink = new();
        return ring.Resetter.Reset(ref sink).Entries;
    }

    private static void HarvestAndReset(TestRing ring)
    {
        ring.Harvest();
        Reset(ring);
    }
}
