using System.Collections.Generic;
using System.Linq;
using RingCore.TraceReport.Reporting;
using RingCore.TraceReport.Rings;
using Xunit;

namespace RingCore.TraceReport.Tests;

/// <summary>Differences, buckets and overlaps.</summary>
[Trait("Category", "Trace")]
public sealed class CountingTests
{
    [Fact]
    public void Overlapping_stretches_are_counted_once()
    {
        Interval[] pauses = [new(10, 20), new(15, 30), new(50, 60)];
        Assert.Equal(20 + 5, Overlap.Of([new Interval(0, 55)], pauses), 6);
        Assert.Equal(2, Overlap.Of([new Interval(29, 40), new Interval(12, 13)], pauses), 6);
        Assert.Equal(0, Overlap.Of([new Interval(30, 50)], pauses), 6);
        Assert.Equal(0, Overlap.Of([new Interval(0, 55)], []), 6);
    }

    [Fact]
    public void A_counter_takes_differences_whatever_is_missing_and_in_whatever_order()
    {
        Cumulative counter = new();
        counter.Note(5, 300, added: 100);
        counter.Note(1, 120, added: 20);
        counter.Note(9, 900);
        Assert.Equal(800, counter.Difference);
        Assert.Equal([20, 0, 180, 600], counter.PerPart(4, 10));
    }

    [Fact]
    public void What_a_counter_has_reached_at_least_moves_its_end_and_never_its_beginning()
    {
        Cumulative counter = new();
        counter.NoteAtLeast(0, 50);
        Assert.Equal(0, counter.Difference);
        counter.Note(1, 100);
        counter.NoteAtLeast(2, 60);
        Assert.Equal(0, counter.Difference);
        counter.NoteAtLeast(3, 130);
        Assert.Equal(30, counter.Difference);
    }

    [Fact]
    public void What_a_ring_that_was_joined_in_the_trace_published_before_anybody_said_so_is_counted()
    {
        TracedRing ring = new(new RingKey(1, 1));
        ring.Create(0, "FlaggedDirtyRing", 4096, 16, 64, "scalar", isShared: true);
        ring.NoteReset(1, entries: 100, total: 100, calls: 2, widestMaskPages: 64, used: 20);
        Assert.Equal(120, ring.Published.Difference);
        ring.NoteState(2, published: 500, harvested: -1, reset: 400, refused: 0, used: 100, capacity: 4096);
        Assert.Equal(500, ring.Published.Difference);
        Assert.False(ring.Harvested.IsKnown);
    }

    [Fact]
    public void A_shared_ring_that_was_made_in_the_trace_began_with_nothing_though_no_reset_tells_so()
    {
        TracedRing ring = new(new RingKey(1, 1));
        ring.Create(0, "FlaggedDirtyRing", 4096, 16, 64, "scalar", isShared: true);
        ring.NoteState(900, published: 500, harvested: -1, reset: 400, refused: 3, used: 100, capacity: 4096);
        Assert.Equal((500, 400, 3), (ring.Published.Difference, ring.Reset.Difference, ring.Refused.Difference));
        Assert.False(ring.Harvested.IsKnown);
    }

    [Fact]
    public void Violations_of_a_ring_that_was_made_in_the_trace_count_from_zero_though_one_event_tells_of_several()
    {
        TracedRing ring = new(new RingKey(1, 1));
        ring.Create(0, "GuardedDirtyRing", 4096, 16, 64, "scalar", isShared: false);
        ring.Violate(1, "SlotOutOfRange", total: 5);
        Assert.Equal(5, ring.Violations.Difference);
        Assert.Equal("5; seen by kind: SlotOutOfRange 1", Words.Violations(new ViolationSummary(ring.Violations.Difference, ring.ViolationKinds)));
    }

    [Fact]
    public void An_episode_whose_end_was_lost_does_not_last_into_the_next_nor_beyond_its_ring()
    {
        SoftFullPairs pairs = new();
        pairs.Enter(10, thread: 1, number: 1, used: 60);
        pairs.Enter(50, thread: 1, number: 2, used: 60);
        pairs.Leave(52, thread: 1, number: 2, microseconds: 2000);
        pairs.Enter(60, thread: 1, number: 3, used: 60);
        IReadOnlyList<SoftFullEpisode> open = pairs.Episodes(1000, isOver: false);
        Assert.Equal([0, 2, 940], open.Select(episode => episode.Interval.Milliseconds));
        Assert.Equal([false, false, true], open.Select(episode => episode.IsOpen));
        Assert.Equal([true, false, false], open.Select(episode => episode.IsEndLost));
        SoftFullEpisode last = pairs.Episodes(1000, isOver: true)[^1];
        Assert.Equal((0, false, true), (last.Interval.Milliseconds, last.IsOpen, last.IsEndLost));
    }

    [Fact]
    public void A_counter_that_nobody_spoke_of_is_zero()
    {
        Cumulative counter = new();
        Assert.Equal(0, counter.Difference);
        Assert.Equal([0L, 0L], counter.PerPart(2, 10));
    }

    [Fact]
    public void Buckets_double()
    {
        Histogram histogram = new();
        foreach (long value in new[] { 0, 1, 2, 3, 4, 512, long.MaxValue })
            histogram.Add(value);
        IReadOnlyList<HistogramBucket> buckets = histogram.Filled();
        Assert.Equal(new HistogramBucket(0, 0, 1), buckets[0]);
        Assert.Equal(new HistogramBucket(1, 1, 1), buckets[1]);
        Assert.Equal(new HistogramBucket(2, 3, 2), buckets[2]);
        Assert.Equal(new HistogramBucket(4, 7, 1), buckets[3]);
        Assert.Equal(new HistogramBucket(512, 1023, 1), buckets[10]);
        Assert.Equal(new HistogramBucket(1L << 62, long.MaxValue, 1), buckets[^1]);
        Assert.Equal(7, buckets.Sum(bucket => bucket.Count));
    }
}
