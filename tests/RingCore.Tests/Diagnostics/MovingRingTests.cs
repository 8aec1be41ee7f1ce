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
        using KnownRing ring = new(design, 4096);
        using CancellationTokenSource end = new();
        // In batches, which overtake a look: one that did not go backwards would see what never was.
        DirtyPage[] batch = TestPages.From(0, 1000);
        DirtyPage[] room = new DirtyPage[4096];
        Thread producer = Start(() => ring.TryPush(batch), end.Token);
        Thread collector = Start(() => ring.Collector.Collector.Harvest(room), end.Token);
        Thread resetter = Start(
            () =>
            {
                Thread.Sleep(1); // or hardly a look would see one lap alone
                ring.ResetUnchecked();
            },
            end.Token);
        int steady = 0;
        try
        {
            long start = Environment.TickCount64;
            while (Environment.TickCount64 - start is var lasted && (lasted < s_time.TotalMilliseconds || (steady == 0 && lasted < Peers.Limit.TotalMilliseconds)))
            {
                RingReport report = RingLook.At("moving", ring.Ring.Told, ring.Ring.Answered, ring.Ring.Private);
                Assert.Equal(SharedOpenStatus.Opened, report.Status);
                if (!report.IsSteady)
                    continue;
                steady++;
                // A push or a reset that stands still under four looks in a row is said, and may be only descheduled.
                Assert.All(report.Remarks, remark => Assert.Matches("under way", remark));
            }
        }
        finally
        {
            // Also after a failure: the ring goes with this method, and nobody may be in it then.
            end.Cancel();
            Assert.True(producer.Join(Peers.Limit) && collector.Join(Peers.Limit) && resetter.Join(Peers.Limit));
        }

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
