using System;
using System.Linq;
using Xunit;

namespace RingCore.Tracking.Tests;

/// <summary>Both sides over a real socket and real shared memory, in one process.</summary>
public unsafe class SharedTrackerTests
{
    private static readonly byte[] s_note = [1, 2, 3];

    public static TheoryData<RingDesign> Designs => [RingDesign.Indexed, RingDesign.Flagged];

    [Theory]
    [MemberData(nameof(Designs))]
    public void A_round_has_what_was_written_since_the_last_and_its_note(RingDesign design)
    {
        using SharedPair pair = new(new SharedTrackerOptions { Design = design, Entries = 64, ReservedEntries = 8 });
        using SharedRounds rounds = pair.NewCollector();
        Assert.Equal(364UL, rounds.Pages);
        foreach (ulong gfn in (ulong[])[5, 63, 64, 363, 5])
            _ = pair.Write(gfn, gfn + 1000);
        using OnThread<BoundaryResult> boundary = pair.StartBoundary(s_note, SharedPair.Long);
        Assert.Equal(RoundWaitStatus.Ready, rounds.WaitForRound(SharedPair.Long, out SharedRound? round));
        using (round)
        {
            Assert.Equal(s_note, round!.Note.ToArray());
            Assert.Equal(4, round.Pages);
            Assert.True(pair.Take(round));
            Assert.Equal(new BoundaryResult(BoundaryStatus.Copied, 1, 4), boundary.Result);
        }

        Assert.True(pair.Tracker.WaitForCommit(SharedPair.Long));
        Assert.Equal(1UL, pair.Tracker.CommittedRound);
        Assert.Equal(new ulong[] { 5, 63, 64, 363 }, pair.Committed.Keys.Order());
        Assert.All(pair.Committed, page => Assert.Equal(page.Key + 1000, page.Value));
        Assert.False(pair.Tracker.IsRoundInFlight);
        SharedTrackerCounters counters = pair.Tracker.Counters;
        Assert.Equal((4, 1, 1, 0, 0), (counters.PagesMarked, counters.Rounds, counters.RoundsCommitted, counters.StaleAnswers, counters.UnknownMessages));
        Assert.Equal(0UL, pair.Tracker.PeerViolations.Total);
    }

    [Theory]
    [MemberData(nameof(Designs))]
    public void More_pages_than_the_ring_has_entries_come_in_one_round(RingDesign design)
    {
        using SharedPair pair = new(new SharedTrackerOptions { Design = design, Entries = 16, ReservedEntries = 2, ThrottleTimeout = SharedPair.Long });
        using SharedRounds rounds = pair.NewCollector();
        using OnThread<RoundWaitStatus> collector = new(() => pair.TakeAll(rounds));
        for (ulong gfn = 0; gfn < 364; gfn++)
            Assert.InRange(pair.Write(gfn, ~gfn).Status, MarkStatus.Marked, MarkStatus.Throttled);
        BoundaryResult result = pair.Tracker.Boundary(default, SharedPair.Long);
        Assert.Equal(new BoundaryResult(BoundaryStatus.Copied, 1, 364), result);
        Assert.True(pair.Tracker.WaitForCommit(SharedPair.Long));
        Assert.Equal(364, pair.Committed.Count);
        Assert.All(pair.Committed, page => Assert.Equal(~page.Key, page.Value));
        Assert.True(pair.Tracker.Counters.Throttles > 0, "the writer was never held up");
        pair.Tracker.Detach();
        Assert.Equal(RoundWaitStatus.PeerGone, collector.Result);
    }

    [Fact]
    public void A_collector_that_does_not_harvest_holds_the_writer_up_once_and_costs_no_page()
    {
        SharedTrackerOptions options = new() { Entries = 16, ReservedEntries = 4, ThrottleTimeout = SharedPair.Short };
        using SharedPair pair = new(options);
        using SharedRounds rounds = pair.NewCollector();
        MarkStatus[] statuses = [.. Enumerable.Range(0, 40).Select(gfn => pair.Write((ulong)gfn, 1).Status)];
        Assert.Single(statuses, MarkStatus.ThrottleTimedOut);
        Assert.Equal(1, pair.Tracker.Counters.ThrottleTimeouts);
        Assert.Equal(40 - 16, pair.Tracker.PagesPending);
        Assert.Equal(new BoundaryResult(BoundaryStatus.TimedOut, 0, 0), pair.Tracker.Boundary(default, SharedPair.Short));
        rounds.Harvest();
        pair.Tracker.Serve();
        Assert.Equal(40 - 16 - 12, pair.Tracker.PagesPending);
        using OnThread<BoundaryResult> boundary = pair.StartBoundary([], SharedPair.Long);
        Assert.Equal(RoundWaitStatus.Ready, rounds.WaitForRound(SharedPair.Long, out SharedRound? round));
        using (round)
            Assert.True(pair.Take(round!));
        Assert.Equal(40, boundary.Result.Pages);
    }

    [Fact]
    public void A_round_that_is_copied_too_late_is_void_and_its_pages_come_again()
    {
        // The producer's time is up when the collector has the round, and not before.
        HandClock clock = new();
        using SharedPair pair = new(new SharedTrackerOptions { Entries = 64, ReservedEntries = 8, Clock = clock });
        using SharedRounds rounds = pair.NewCollector();
        _ = pair.Write(7, 1);
        using OnThread<BoundaryResult> late = pair.StartBoundary([], TimeSpan.FromMilliseconds(300));
        Assert.Equal(RoundWaitStatus.Ready, rounds.WaitForRound(SharedPair.Long, out SharedRound? round));
        clock.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal(new BoundaryResult(BoundaryStatus.TimedOut, 1, 1), late.Result);
        _ = pair.Write(8, 2);
        Assert.False(pair.Take(round!));
        Assert.Throws<InvalidOperationException>(() => round!.Commit());
        Assert.Throws<InvalidOperationException>(() => round!.Read(7));

        using OnThread<BoundaryResult> next = pair.StartBoundary([], SharedPair.Long);
        Assert.Equal(RoundWaitStatus.Ready, rounds.WaitForRound(SharedPair.Long, out SharedRound? second));
        Assert.Equal((2UL, 2L), (second!.Number, second.Pages));
        Assert.True(pair.Take(second));
        Assert.Equal(BoundaryStatus.Copied, next.Result.Status);
        Assert.True(pair.Tracker.WaitForCommit(SharedPair.Long));
        Assert.Equal((1, 1), (pair.Tracker.Counters.PagesReturned, pair.Tracker.Counters.StaleAnswers));
        Assert.Equal(new ulong[] { 7, 8 }, pair.Committed.Keys.Order());
    }

    [Fact]
    public void A_round_that_is_given_back_comes_again_before_and_after_its_copy()
    {
        using SharedPair pair = new();
        using SharedRounds rounds = pair.NewCollector();
        _ = pair.Write(7, 1);
        for (int i = 0; i < 2; i++)
        {
            using OnThread<BoundaryResult> boundary = pair.StartBoundary([], SharedPair.Long);
            Assert.Equal(RoundWaitStatus.Ready, rounds.WaitForRound(SharedPair.Long, out SharedRound? round));
            if (i == 1)
                Assert.True(round!.EndCopy());
            round!.Dispose();
            Assert.Equal(i == 0 ? BoundaryStatus.Returned : BoundaryStatus.Copied, boundary.Result.Status);
            Assert.True(pair.Tracker.WaitForCommit(SharedPair.Long));
        }

        Assert.Equal((0UL, 2), (pair.Tracker.CommittedRound, pair.Tracker.Counters.PagesReturned));
        using OnThread<BoundaryResult> last = pair.StartBoundary([], SharedPair.Long);
        Assert.Equal(RoundWaitStatus.Ready, rounds.WaitForRound(SharedPair.Long, out SharedRound? third));
        Assert.True(pair.Take(third!));
        Assert.Equal(new ulong[] { 7 }, pair.Committed.Keys);
        Assert.Equal(BoundaryStatus.Copied, last.Result.Status);
    }

    [Fact]
    public void One_round_is_in_flight_at_a_time()
    {
        using SharedPair pair = new();
        Assert.Equal(BoundaryStatus.NotAttached, pair.Tracker.Boundary(default, TimeSpan.Zero).Status);
        using SharedRounds rounds = pair.NewCollector();
        using OnThread<BoundaryResult> boundary = pair.StartBoundary([], SharedPair.Long);
        Assert.Equal(RoundWaitStatus.Ready, rounds.WaitForRound(SharedPair.Long, out SharedRound? round));
        Assert.Throws<InvalidOperationException>(() => rounds.WaitForRound(TimeSpan.Zero, out _));
        Assert.True(round!.EndCopy());
        Assert.Throws<InvalidOperationException>(() => round.EndCopy());
        Assert.Equal(BoundaryStatus.Copied, boundary.Result.Status);
        Assert.True(pair.Tracker.IsRoundInFlight);
        Assert.False(pair.Tracker.WaitForCommit(SharedPair.Short));
        Assert.Equal(BoundaryStatus.Busy, pair.Tracker.Boundary(default, SharedPair.Long).Status);
        Assert.True(round.Commit());
        Assert.True(pair.Tracker.WaitForCommit(SharedPair.Long));
        Assert.Equal(1UL, pair.Tracker.CommittedRound);
    }

    [Fact]
    public void Refuses_what_lies_outside_of_the_memory_and_what_comes_after_the_end()
    {
        using SharedPair pair = new();
        Assert.False(pair.Tracker.Intend(364));
        Assert.False(pair.Tracker.Intend(0, 365));
        Assert.Equal(MarkStatus.OutOfRange, pair.Tracker.MarkDirty(363, 2).Status);
        Assert.Equal(MarkStatus.OutOfRange, pair.Tracker.MarkDirty(0, 0).Status);
        Assert.Equal(4, pair.Tracker.Counters.Refused);
        Assert.Throws<ArgumentException>(() => pair.Tracker.Boundary(new byte[SharedTracker.MaxNoteBytes + 1], TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => pair.Tracker.Boundary(default, TimeSpan.FromTicks(-1)));
        pair.Tracker.Dispose();
        Assert.Equal(MarkStatus.WriterDisposed, pair.Tracker.MarkDirty(0).Status);
        Assert.Throws<ObjectDisposedException>(() => pair.Tracker.Boundary(default, TimeSpan.Zero));
        Assert.Throws<ObjectDisposedException>(pair.Tracker.MarkEverything);
    }

    [Fact]
    public void The_longest_note_arrives_whole()
    {
        using SharedPair pair = new();
        using SharedRounds rounds = pair.NewCollector();
        byte[] note = new byte[SharedTracker.MaxNoteBytes];
        Random.Shared.NextBytes(note);
        using OnThread<BoundaryResult> boundary = pair.StartBoundary(note, SharedPair.Long);
        Assert.Equal(RoundWaitStatus.Ready, rounds.WaitForRound(SharedPair.Long, out SharedRound? round));
        Assert.Equal(note, round!.Note.ToArray());
        round.Dispose();
        Assert.Equal(BoundaryStatus.Returned, boundary.Result.Status);
    }
}
