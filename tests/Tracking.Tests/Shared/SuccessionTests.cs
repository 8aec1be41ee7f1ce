using System;
using System.Linq;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace RingCore.Tracking.Tests;

/// <summary>What is left when either side is gone, and who may come next.</summary>
public unsafe class SuccessionTests
{
    [Fact]
    public void A_new_collector_gets_what_the_last_one_had_not_committed_wherever_it_stood()
    {
        using SharedPair pair = new();
        SharedRounds first = pair.NewCollector();
        _ = pair.Write(1, 1);
        TakeRound(pair, first, commits: true);
        _ = pair.Write(2, 2);
        TakeRound(pair, first, commits: false); // in flight
        _ = pair.Write(3, 3);
        first.Harvest();
        pair.Tracker.Serve(); // open
        _ = pair.Write(4, 4); // in the ring
        for (ulong gfn = 100; gfn < 180; gfn++)
            pair.Tracker.MarkDirty(gfn); // waiting for room, some of them
        first.Dispose();
        Assert.Equal(BoundaryStatus.PeerGone, pair.Tracker.Boundary(default, SharedPair.Long).Status);
        Assert.False(pair.Tracker.IsAttached);
        Assert.Equal(83, pair.Tracker.PagesPending);
        _ = pair.Write(5, 5);
        using SharedRounds second = pair.NewCollector();
        Assert.Equal(84, TakeRound(pair, second, commits: true));
        Assert.Equal(new ulong[] { 1, 2, 3, 4, 5 }, pair.Committed.Where(page => page.Value != 0).Select(page => page.Key).Order());
        Assert.Equal((2, 1, 2), (pair.Tracker.Counters.Attachments, pair.Tracker.Counters.PeersGone, pair.Tracker.Counters.RoundsCommitted));
    }

    [Fact]
    public void A_writer_that_is_held_up_by_a_collector_that_dies_goes_on_at_once()
    {
        using SharedPair pair = new(new SharedTrackerOptions { Entries = 16, ReservedEntries = 4, ThrottleTimeout = SharedPair.Long });
        SharedRounds rounds = pair.NewCollector();
        using OnThread<int> death = new(() =>
        {
            Thread.Sleep(100);
            rounds.Dispose();
            return 0;
        });
        long start = TimeProvider.System.GetTimestamp();
        for (ulong gfn = 0; gfn < 100; gfn++)
            _ = pair.Write(gfn, 1);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0, SharedPair.Long.TotalSeconds / 2);
        Assert.Equal(100, pair.Tracker.PagesPending);
        Assert.Equal(0, death.Result);
    }

    [Fact]
    public void A_successor_of_the_producer_starts_with_what_was_not_committed_and_with_all_content()
    {
        using SharedPair pair = new();
        SharedRounds first = pair.NewCollector();
        _ = pair.Write(1, 1);
        TakeRound(pair, first, commits: true);
        _ = pair.Write(2, 2);
        TakeRound(pair, first, commits: false);
        _ = pair.Write(300, 3);
        Assert.True(pair.Tracker.Intend(10, 3));
        pair.Store(11, 4); // killed before its mark
        pair.Die();
        first.Dispose();
        Assert.Equal(0, pair.Memory.PagesDeclaredDirty);
        Assert.Equal(new ulong[] { 1, 2, 3, 4 }, new ulong[] { 1, 2, 300, 11 }.Select(pair.Load));
        using SharedRounds second = pair.NewCollector();
        Assert.Equal(5, TakeRound(pair, second, commits: true));
        Assert.Equal((2UL, 3UL, 4UL), (pair.Committed[2], pair.Committed[300], pair.Committed[11]));
        Assert.Equal(3UL, pair.Tracker.CommittedRound);
    }

    [Fact]
    public void Where_the_record_is_lost_every_page_is_dirty_and_counted()
    {
        using SharedPair pair = new();
        _ = pair.Write(300, 3);
        pair.Die(losesRecord: true);
        Assert.Equal((364, 364), (pair.Memory.PagesDeclaredDirty, pair.Tracker.Counters.PagesDeclaredDirty));
        using SharedRounds rounds = pair.NewCollector();
        Assert.Equal(364, TakeRound(pair, rounds, commits: true));
        Assert.Equal(3UL, pair.Committed[300]);
        pair.Tracker.MarkEverything();
        Assert.Equal(2 * 364, pair.Tracker.Counters.PagesDeclaredDirty);
        Assert.Equal(364, TakeRound(pair, rounds, commits: true));
    }

    [Fact]
    public void A_record_whose_maker_died_making_it_makes_everything_dirty()
    {
        using SharedPair pair = new();
        *(ulong*)pair.Memory.Record.Start = 0;
        pair.Die();
        Assert.Equal(364, pair.Memory.PagesDeclaredDirty);
        pair.Die(); // and its successor finds it whole
        Assert.Equal((0, 364), (pair.Memory.PagesDeclaredDirty, pair.Tracker.PagesPending));
    }

    [Fact]
    public void An_empty_image_takes_no_memory_in_its_successor_either()
    {
        using SharedPair pair = new(null, 1 << 20); // 4 GiB
        _ = pair.Write(1_000_000, 9);
        pair.Die();
        Assert.Equal(9UL, pair.Load(1_000_000));
        Assert.Equal(1, pair.Tracker.PagesPending);
    }

    [Fact]
    public void The_image_can_be_read_and_not_written_by_whoever_gets_it()
    {
        using SharedPair pair = new();
        using SafeFileHandle image = SharedPair.Duplicate(pair.Memory.Image);
        Assert.Equal(SharedOpenStatus.MapRefused, SharedRegion.Open(image, RegionSeals.OfTold, 0, RegionAccess.ReadWrite, out _));
        Assert.Equal(SharedOpenStatus.Opened, SharedRegion.Open(image, RegionSeals.OfTold, 0, RegionAccess.ReadOnly, out SharedRegion? region));
        region!.Dispose();
    }

    [Fact]
    public void Refuses_an_image_that_is_none_and_a_record_of_other_memory()
    {
        using SharedPair pair = new();
        using SharedPair other = new();
        Assert.Equal(
            SharedOpenStatus.RegionsDoNotMatch,
            SharedTrackedMemory.Succeed(SharedPair.Duplicate(pair.Memory.Image), SharedPair.Duplicate(other.Memory.Record), out _));
        Assert.Equal(
            SharedOpenStatus.NotSealed,
            SharedTrackedMemory.Succeed(SharedPair.Duplicate(pair.Memory.Record), SharedPair.Duplicate(pair.Memory.Record), out _));
        Assert.Equal(
            SharedOpenStatus.WrongSize,
            SharedTrackedMemory.Succeed(SharedPair.Duplicate(pair.Memory.Image), SharedPair.Duplicate(pair.Memory.Image), out _));
    }

    public static TheoryData<int, ulong, SharedOpenStatus> BadHeaders => new()
    {
        { 0, 1, SharedOpenStatus.WrongMagic },
        { 1, 2, SharedOpenStatus.OtherVersion },
        { 2, 0, SharedOpenStatus.UnknownLayout },
        { 3, 0, SharedOpenStatus.UnknownLayout },
        { 3, 1, SharedOpenStatus.UnknownLayout },
        { 3, 3, SharedOpenStatus.UnknownLayout },
        { 3, 1UL << 40, SharedOpenStatus.UnknownLayout },
        { 4, 0, SharedOpenStatus.UnknownLayout },
        { 4, 363, SharedOpenStatus.WrongSize },
        { 4, 1UL << 32, SharedOpenStatus.WrongSize },
        { 4, 1UL << 52, SharedOpenStatus.UnknownLayout },
        { 5, 0, SharedOpenStatus.HalfMade },
        { 16, 0, SharedOpenStatus.UnknownLayout },
        { 16, 63, SharedOpenStatus.UnknownLayout },
        { 17, ulong.MaxValue, SharedOpenStatus.UnknownLayout },
    };

    [Theory]
    [MemberData(nameof(BadHeaders))]
    public void Refuses_an_image_with_a_header_that_cannot_be(int word, ulong value, SharedOpenStatus expected)
    {
        using SharedPair pair = new();
        ((ulong*)pair.Memory.Image.Start)[word] = value;
        Assert.Equal(expected, SharedTrackedMemory.Succeed(SharedPair.Duplicate(pair.Memory.Image), null, out SharedTrackedMemory? memory));
        Assert.Null(memory);
    }

    private static long TakeRound(SharedPair pair, SharedRounds rounds, bool commits)
    {
        using OnThread<BoundaryResult> boundary = pair.StartBoundary([], SharedPair.Long);
        Assert.Equal(RoundWaitStatus.Ready, rounds.WaitForRound(SharedPair.Long, out SharedRound? round));
        if (commits)
            Assert.True(pair.Take(round!));
        else
            Assert.True(round!.EndCopy());
        Assert.Equal(BoundaryStatus.Copied, boundary.Result.Status);
        Assert.Equal(commits, pair.Tracker.WaitForCommit(commits ? SharedPair.Long : TimeSpan.Zero));
        return boundary.Result.Pages;
    }
}
