using System;
using System.Linq;
using RingCore.TraceReport.Reading;
using RingCore.TraceReport.Reporting;
using Xunit;
using static RingCore.TraceReport.Tests.WrittenNumbers;

namespace RingCore.TraceReport.Tests;

/// <summary>What the event source writes is what the report says.</summary>
[Collection(RecordedSessionCollection.Name)]
[Trait("Category", "Trace")]
public sealed class ReadingTests(RecordedSession session)
{
    [Fact]
    public void Every_event_is_decoded_with_typed_payloads()
    {
        Assert.Null(session.Trace.Fault);
        Assert.Null(session.Trace.FirstUndecoded);
        Assert.Equal(0, session.Trace.Undecoded);
        Assert.Equal(0, session.Trace.EventsLost);
        Assert.Equal(Enum.GetValues<RingEventId>(), session.Trace.RingEvents.Keys);
    }

    [Fact]
    public void A_ring_says_what_it_is()
    {
        RingSummary ring = Of(Ring);
        Assert.Equal("LapDirtyRing", ring.Design);
        Assert.Equal("avx2", ring.Harvester);
        Assert.Equal((Entries, EntryBytes, ReservedEntries, false), (ring.Entries, ring.EntryBytes, ring.ReservedEntries!.Value, ring.IsShared));
        Assert.True(ring.CreatedMs < ring.DisposedMs);
    }

    [Fact]
    public void Counters_of_a_ring_made_in_the_session_are_its_totals()
    {
        RingSummary ring = Of(Ring);
        Assert.Equal((Published, Harvested, Reset, Refused), (ring.Published.Count, ring.Harvested.Count, ring.Reset.Count, ring.Refused.Count));
        Assert.Equal(Harvested, ring.Harvested.PerPart.Sum());
    }

    [Fact]
    public void Counters_of_an_older_ring_are_differences_and_lose_nothing_with_an_event()
    {
        RingSummary ring = Of(OlderRing);
        Assert.Equal(300, ring.Harvested.Count);
        Assert.Equal(OlderBefore + 300, ring.Harvested.Total);
        Assert.Equal(2, ring.HarvestBatches.Count);
        Assert.Null(ring.CreatedMs);
    }

    [Fact]
    public void A_shared_ring_counts_from_where_this_side_found_it_and_not_what_only_the_other_side_knows()
    {
        RingSummary ring = Of(JoinedRing);
        Assert.Equal((800, 700), (ring.Published.Count, ring.Reset.Count));
        Assert.False(ring.Harvested.IsKnown);
    }

    [Fact]
    [Trait("Category", "Typed")]
    public void A_typed_ring_says_what_it_took_and_what_it_lost()
    {
        RingSummary ring = Of(TypedRing);
        Assert.Equal((500, 490, 9, 2), (ring.Published.Count, ring.Harvested.Count, ring.Losses!.Dropped.Count, ring.Losses.Skipped.Count));
        (string Name, string Value)[] facts = [.. Facts.Of(ring)];
        Assert.Contains(("losses", "9 dropped, 2 claims skipped, slots withheld: 1"), facts);
        Assert.Contains("taken", facts.Select(fact => fact.Name));
        Assert.Contains("waits of the consumer", facts.Select(fact => fact.Name));
        Assert.DoesNotContain("violations", facts.Select(fact => fact.Name));
        Assert.Equal("mpsc, 64 entries of 8 bytes, 0 reserved", Words.Geometry(ring));
    }

    [Fact]
    [Trait("Category", "Typed")]
    public void A_broadcast_ring_has_no_fill_and_says_what_its_readers_lost_in_the_trace()
    {
        RingSummary ring = Of(BroadcastRing);
        Assert.Equal((500, 80, 1), (ring.Published.Count, ring.Losses!.Lost.Count, ring.Losses.Laps));
        Assert.Null(ring.MaxUsed);
        (string Name, string Value)[] facts = [.. Facts.Of(ring)];
        Assert.Contains(("losses", "80 lost by readers that were too late"), facts);
        Assert.DoesNotContain("taken", facts.Select(fact => fact.Name));
        Assert.Null(Of(Ring).Losses);
    }

    [Fact]
    public void Violations_are_a_difference_of_totals_and_kinds_those_that_were_seen()
    {
        ViolationSummary violations = Of(JoinedRing).Violations;
        Assert.Equal(3, violations.Count);
        Assert.Equal(["NotHarvested", "SlotOutOfRange"], violations.Kinds.Keys);
    }

    [Fact]
    public void Batches_and_waits_are_what_was_written()
    {
        RingSummary ring = Of(Ring);
        Assert.Equal((2, 150, 256), (ring.HarvestBatches.Count, ring.HarvestBatches.Mean, ring.HarvestBatches.Max));
        Assert.Equal((1, 300, 6, 64), (ring.ResetBatches.Count, ring.ResetBatches.Max, ring.SinkCalls, ring.WidestMaskPages));
        WaitSummary wait = Assert.Single(ring.Waits);
        Assert.Equal(("producer", "Sleep", 1, 0.75, 1), (wait.Side, wait.Strategy, wait.Waits, wait.TotalMs, wait.Wakes));
        Assert.Equal(Entries - ReservedEntries, ring.MaxUsed);
    }

    [Fact]
    public void Rounds_are_what_was_written()
    {
        TrackerSummary tracker = Assert.Single(session.Summary.Trackers);
        Assert.Equal((Tracker, "WriteBarrier", 2, 1, 1), (tracker.Tracker, tracker.Source, tracker.Rounds, tracker.Committed, tracker.Abandoned));
        Assert.Equal((400, 300, 350, 4_000), (tracker.TotalPages, tracker.Pages.Max, tracker.CollectMicroseconds.Max, tracker.CommitMicroseconds.Max));
    }

    [Fact]
    public void An_episode_has_the_rings_own_length_and_the_thread_that_was_stalled()
    {
        EpisodeSummary episode = Assert.Single(Of(Ring).Episodes);
        Assert.Equal(session.EpisodeMicroseconds / 1000.0, episode.Milliseconds, 6);
        Assert.Equal(Entries - ReservedEntries, episode.Used);
        Assert.False(episode.IsOpen);
        Assert.NotEqual(0, episode.Thread);
        Assert.Equal(episode.Thread, Assert.Single(Of(Ring).SoftFull.Threads).Thread);
    }

    [Fact]
    public void Episodes_without_a_beginning_or_an_end_are_counted_as_far_as_the_trace_goes()
    {
        EpisodeSummary[] episodes = [.. Of(OlderRing).Episodes.OrderBy(episode => episode.Episode)];
        Assert.Equal([40, 41], episodes.Select(episode => episode.Episode));
        Assert.Equal(1.5, episodes[0].Milliseconds, 6);
        Assert.Null(episodes[0].Used);
        Assert.True(episodes[1].IsOpen);
        Assert.Equal(session.Summary.Milliseconds, episodes[1].StartMs + episodes[1].Milliseconds, 6);
    }

    [Fact]
    public void A_collection_in_an_episode_is_found_in_it()
    {
        ShareSummary share = Of(Ring).SoftFull.InGcPauses;
        Assert.Contains(session.Trace.GcPauses, pause => pause.Generation == 2);
        Assert.InRange(share.Milliseconds, 0.001, session.EpisodeMicroseconds / 1000.0);
        Assert.InRange(share.Percent!.Value, 0.01, 100);
        Assert.Contains("of soft-full time fell into GC pauses", Words.Overlap(session.Summary), StringComparison.Ordinal);
    }

    private RingSummary Of(uint ring) => Assert.Single(session.Summary.Rings, summary => summary.Ring == ring);
}
