using System;
using Xunit;

namespace RingCore.Tracking.Tests;

public class DirtyRateTests
{
    [Fact]
    public void Is_pages_per_second_over_the_last_rounds()
    {
        HandClock clock = new();
        using TrackedMemory memory = new(1000);
        using DirtyTracker tracker = new(memory, new TrackerOptions { Source = SourceKind.Barrier, Clock = clock });
        Assert.Equal(0, tracker.DirtyPagesPerSecond);
        clock.Advance(TimeSpan.FromSeconds(2));
        tracker.MarkDirty(0, 100);
        tracker.TakeRound();
        Assert.Equal(50, tracker.DirtyPagesPerSecond);
        clock.Advance(TimeSpan.FromSeconds(2));
        tracker.MarkDirty(0, 300);
        tracker.TakeRound();
        Assert.Equal(100, tracker.DirtyPagesPerSecond);
        for (int round = 0; round < DirtyRate.Rounds - 1; round++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            tracker.MarkDirty(0, 10);
            tracker.TakeRound();
        }

        Assert.Equal((300 + 70) / 9.0, tracker.DirtyPagesPerSecond, 6);
        clock.Advance(TimeSpan.FromSeconds(1));
        tracker.TakeRound();
        Assert.Equal(70 / 8.0, tracker.DirtyPagesPerSecond, 6);
    }
}
