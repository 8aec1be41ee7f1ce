using System;
using System.Diagnostics;
using System.Threading;
using Xunit;

namespace RingCore.Tracking.Tests;

public class ThrottleTests
{
    /// <summary>What no wait here comes to unless something is wrong.</summary>
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(4);

    private const int LongestMoment = 30_000; // ms; those before it add up to as much

    [Theory]
    [MemberData(nameof(Designs.All), MemberType = typeof(Designs))]
    public void A_writer_of_more_pages_than_its_ring_holds_goes_on_as_somebody_drains(RingDesign design, int entryBytes)
    {
        using TrackedMemory memory = new(5000);
        using DirtyTracker tracker = new(memory, Options(design, entryBytes, s_long));
        using CancellationTokenSource end = new();
        Thread drainer = new(() =>
        {
            while (tracker.WaitForSoftFull(Timeout.InfiniteTimeSpan, end.Token))
                tracker.Drain();
        });
        drainer.Start();
        using (Writer writer = tracker.OpenWriter())
        {
            Stopwatch time = Stopwatch.StartNew();
            MarkStatus worst = MarkStatus.Marked;
            for (ulong gfn = 0; gfn < 2000; gfn++)
            {
                MarkStatus status = writer.MarkDirty(gfn).Status;
                worst = status > worst ? status : worst;
            }

            Assert.Equal(MarkStatus.Throttled, writer.MarkDirty(2000, 3000).Status);
            Assert.Equal(MarkStatus.Throttled, worst);
            Assert.InRange(time.Elapsed, TimeSpan.Zero, s_long / 2);
        }

        end.Cancel();
        drainer.Join();
        TrackerCounters counters = tracker.Counters;
        Assert.InRange(counters.Throttles, 10, 5000);
        Assert.InRange(counters.ThrottleTime, TimeSpan.FromTicks(1), s_long / 2);
        Assert.Equal(0, counters.ThrottleTimeouts);
        Assert.Equal(5000, tracker.TakeRound().Count);
        Assert.Equal(5000, tracker.Counters.PagesPushed);
    }

    [Theory]
    [MemberData(nameof(Designs.All), MemberType = typeof(Designs))]
    public void A_writer_that_closes_the_rounds_itself_is_held_up_once_and_goes_on_into_the_bitmap(RingDesign design, int entryBytes)
    {
        using TrackedMemory memory = new(5000);
        using DirtyTracker tracker = new(memory, Options(design, entryBytes, TimeSpan.FromMilliseconds(100)));
        using Writer writer = tracker.OpenWriter();
        Stopwatch time = Stopwatch.StartNew();
        int timedOut = 0;
        for (ulong gfn = 0; gfn < 2000; gfn++)
            timedOut += writer.MarkDirty(gfn).Status == MarkStatus.ThrottleTimedOut ? 1 : 0;
        Assert.Equal(1, timedOut);
        Assert.InRange(time.Elapsed, TimeSpan.FromMilliseconds(90), TimeSpan.FromSeconds(100)); // held up each time, it would be 195 s
        Assert.True(tracker.WaitForSoftFull(TimeSpan.Zero, default));
        Assert.Equal(2000, tracker.TakeRound().Count);
        Assert.False(tracker.WaitForSoftFull(TimeSpan.Zero, default));
        Assert.Equal(MarkStatus.Marked, writer.MarkDirty(0).Status);
        Assert.Equal(MarkStatus.ThrottleTimedOut, writer.MarkDirty(0, 4000).Status);
        TrackerCounters counters = tracker.Counters;
        Assert.Equal(2, counters.Throttles);
        Assert.Equal(2, counters.ThrottleTimeouts);
        Assert.InRange(counters.ThrottleTime, TimeSpan.FromMilliseconds(190), time.Elapsed);
        Assert.Equal(64, counters.PagesPushed);
        Assert.Equal(2000 - 64, counters.PagesToBitmap);
    }

    [Fact]
    public void A_disposed_tracker_lets_a_throttled_writer_go_and_holds_none_up()
    {
        using TrackedMemory memory = new(5000);
        using WatchedClock clock = new();
        DirtyTracker tracker = new(memory, Options(RingDesign.Flagged, 16, s_long) with { Clock = clock });
        MarkStatus status = MarkStatus.Marked;
        Stopwatch time = Stopwatch.StartNew();
        Thread thread = new(() =>
        {
            using Writer writer = tracker.OpenWriter();
            status = writer.MarkDirty(0, 60).Status;
            writer.MarkDirty(0, 5000);
        });
        clock.Watch(thread);
        thread.Start();
        Assert.True(tracker.WaitForSoftFull(s_long, default));
        Assert.True(clock.WaitForLook(s_long)); // having called for a drain, it has not found the tracker closed before it waits
        tracker.Dispose();
        Assert.True(thread.Join(s_long));
        Assert.InRange(time.Elapsed, TimeSpan.Zero, s_long / 2);
        Assert.Equal(MarkStatus.Throttled, status);
    }

    [Fact]
    public void A_tracker_that_is_disposed_ends_the_wait_of_its_drainer()
    {
        using TrackedMemory memory = new(10);
        bool? wasRaised = null;
        for (int moment = 50; wasRaised is null && moment < LongestMoment; moment *= 2)
        {
            DirtyTracker tracker = new(memory, Options(RingDesign.Flagged, 16, TimeSpan.Zero));
            Thread drainer = new(() =>
            {
                try
                {
                    wasRaised = tracker.WaitForSoftFull(Timeout.InfiniteTimeSpan, default);
                }
                catch (ObjectDisposedException)
                {
                    // It came to its wait too late: once more, with more time.
                }
            });
            drainer.Start();
            Thread.Sleep(moment);
            tracker.Dispose();
            Assert.True(drainer.Join(s_long));
        }

        Assert.False(wasRaised);
    }

    [Fact]
    public void Marks_without_a_writer_call_for_a_drain_and_are_never_held_up()
    {
        using TrackedMemory memory = new(5000);
        using DirtyTracker tracker = new(memory, Options(RingDesign.Flagged, 16, s_long));
        tracker.MarkDirty(0, 10);
        Assert.False(tracker.WaitForSoftFull(TimeSpan.Zero, default));
        tracker.MarkDirty(0, 5000);
        Assert.True(tracker.WaitForSoftFull(TimeSpan.Zero, default));
        tracker.Drain();
        Assert.False(tracker.WaitForSoftFull(TimeSpan.Zero, default));
        Assert.Equal(5000, tracker.Counters.PagesMarked);
        Assert.Equal(0, tracker.Counters.Throttles);
    }

    [Fact]
    public void Waits_for_soft_full_only_as_long_as_can_be_waited()
    {
        using TrackedMemory memory = new(10);
        using DirtyTracker tracker = new(memory, Options(RingDesign.Flagged, 16, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => tracker.WaitForSoftFull(TimeSpan.FromMilliseconds(-2), default));
        Assert.Throws<ArgumentOutOfRangeException>(() => tracker.WaitForSoftFull(TimeSpan.FromDays(30), default));
        Assert.False(tracker.WaitForSoftFull(TimeSpan.FromMilliseconds(1), default));
    }

    private static TrackerOptions Options(RingDesign design, int entryBytes, TimeSpan timeout) => new()
    {
        Source = SourceKind.Barrier,
        Design = design,
        EntryBytes = entryBytes,
        Entries = 64,
        ReservedEntries = 16,
        ThrottleTimeout = timeout,
    };
}
