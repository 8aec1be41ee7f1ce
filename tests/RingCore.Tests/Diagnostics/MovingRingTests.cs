using System;
using System.Threading;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>A look at a ring that nobody stops for it finds nothing odd in it.</summary>
[Trait("Category", "Trace")]
public class MovingRingTests
{
    private static readonly TimeSpan s_time = TimeSpan.FromMilliseconds(700);

    [Theory]
    [InlineData(SharedRingDesign.Indexed)]
    [InlineData(SharedRingDesign.Flagged)]
    public void Faithful_parties_leave_nothing_odd_at_any_moment(SharedRingDesign design)
    {
        using KnownRing ring = new(design, 256);
        using CancellationTokenSource end = new(s_time);
        Thread producer = Start(() => ring.TryPush(), end.Token);
        Thread collector = Start(() => ring.Collector.Collector.Harvest(new DirtyPage[16]), end.Token);
        Thread resetter = Start(() => ring.ResetUnchecked(), end.Token);
        int steady = 0;
        while (!end.IsCancellationRequested)
        {
            RingReport report = ring.Look();
            Assert.Equal(SharedOpenStatus.Opened, report.Status);
            if (!report.IsSteady)
                continue;
            steady++;
            // A push or a reset that stands still under four looks in a row is said, and may be only descheduled.
            Assert.All(report.Remarks, remark => Assert.Matches("under way", remark));
        }

        Assert.True(producer.Join(Peers.Limit) && collector.Join(Peers.Limit) && resetter.Join(Peers.Limit));
        Assert.True(steady > 0, "The ring never stood still for a look.");
    }

    private static Thread Start(Action step, CancellationToken end)
    {
        Thread thread = new(() =>
        {
            while (!end.IsCancellationRequested)
                step();
        }) { IsBackground = true };
        thread.Start();
        return thread;
    }
}
