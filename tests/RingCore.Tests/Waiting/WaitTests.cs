using System;
using System.Diagnostics;
using System.Threading;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>What every design promises of its waits.</summary>
public class WaitTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(2);

    [Theory]
    [EveryDesign(WaitStrategy.Spin)]
    [EveryDesign(WaitStrategy.Yield)]
    [EveryDesign(WaitStrategy.Block)]
    public void What_is_there_already_ends_a_wait_at_once_whatever_the_token_and_the_timeout_say(RingDesign design, WaitStrategy strategy)
    {
        using TestRing ring = TestRing.Make(design);
        Assert.Equal(WaitStatus.Ready, ring.Producer.WaitForSpace(strategy, TimeSpan.Zero, new(canceled: true)));
        ring.Producer.Push(TestPages.At(0));
        Assert.Equal(WaitStatus.Ready, ring.Collector.WaitForEntries(strategy, TimeSpan.Zero, new(canceled: true)));
        Assert.Equal(WaitStatus.Ready, ring.Collector.WaitForEntries(strategy, Timeout.InfiniteTimeSpan));
    }

    [Theory]
    [EveryDesign(WaitStrategy.Spin)]
    [EveryDesign(WaitStrategy.Yield)]
    [EveryDesign(WaitStrategy.Block)]
    public void A_wait_ends_with_its_timeout_and_not_before(RingDesign design, WaitStrategy strategy)
    {
        using TestRing ring = TestRing.Make(design);
        ring.Producer.Push(TestPages.From(0, 8));
        ring.Harvest();
        Assert.Equal(WaitStatus.TimedOut, ring.Collector.WaitForEntries(strategy, TimeSpan.Zero));
        Assert.Equal(WaitStatus.TimedOut, ring.Producer.WaitForSpace(strategy, TimeSpan.Zero));
        long start = Stopwatch.GetTimestamp();
        Assert.Equal(WaitStatus.TimedOut, ring.Collector.WaitForEntries(strategy, TimeSpan.FromMilliseconds(3)));
        Assert.Equal(WaitStatus.TimedOut, ring.Producer.WaitForSpace(strategy, TimeSpan.FromMilliseconds(3)));
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromMilliseconds(6), s_long);
    }

    [Theory]
    [EveryDesign(WaitStrategy.Spin)]
    [EveryDesign(WaitStrategy.Yield)]
    [EveryDesign(WaitStrategy.Block)]
    public void A_cancelled_token_ends_a_wait(RingDesign design, WaitStrategy strategy)
    {
        using TestRing ring = TestRing.Make(design);
        ring.Producer.Push(TestPages.From(0, 8));
        ring.Harvest();
        Assert.Equal(WaitStatus.Cancelled, ring.Collector.WaitForEntries(strategy, s_long, new(canceled: true)));
        Assert.Equal(WaitStatus.Cancelled, ring.Producer.WaitForSpace(strategy, TimeSpan.Zero, new(canceled: true)));
        using CancellationTokenSource soon = new(TimeSpan.FromMilliseconds(5));
        Assert.Equal(WaitStatus.Cancelled, ring.Collector.WaitForEntries(strategy, Timeout.InfiniteTimeSpan, soon.Token));
        using CancellationTokenSource later = new(TimeSpan.FromMilliseconds(5));
        Assert.Equal(WaitStatus.Cancelled, ring.Producer.WaitForSpace(strategy, Timeout.InfiniteTimeSpan, later.Token));
    }

    [Theory]
    [EveryDesign]
    public void Space_is_what_is_below_the_soft_limit(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design, entries: 8, reserved: 3);
        ring.Producer.Push(TestPages.From(0, 4));
        Assert.Equal(WaitStatus.Ready, ring.Producer.WaitForSpace(WaitStrategy.Block, TimeSpan.Zero));
        ring.Producer.Push(TestPages.At(4));
        Assert.Equal(WaitStatus.TimedOut, ring.Producer.WaitForSpace(WaitStrategy.Block, TimeSpan.Zero));
        ring.Harvest();
        Assert.Equal(WaitStatus.TimedOut, ring.Producer.WaitForSpace(WaitStrategy.Block, TimeSpan.Zero));
        RecordingSink sink = new();
        ring.Resetter.Reset(ref sink, 1);
        Assert.Equal(WaitStatus.Ready, ring.Producer.WaitForSpace(WaitStrategy.Block, TimeSpan.Zero));
    }

    [Theory]
    [EveryDesign(-2.0)]
    [EveryDesign(2147483648.0)]
    public void Timeouts_outside_their_range_are_refused_and_the_handle_works_on(RingDesign design, double milliseconds)
    {
        using TestRing ring = TestRing.Make(design);
        TimeSpan timeout = TimeSpan.FromMilliseconds(milliseconds);
        ArgumentOutOfRangeException refusal =
            Assert.Throws<ArgumentOutOfRangeException>(() => ring.Collector.WaitForEntries(WaitStrategy.Block, timeout));
        Assert.Equal(("timeout", timeout), (refusal.ParamName, refusal.ActualValue));
        Assert.Contains("0 to 2147483647 ms", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ring.Producer.WaitForSpace(WaitStrategy.Block, timeout));
        ring.Producer.Push(TestPages.At(0));
        OnAnotherThread(() => Assert.Single(ring.Harvest())); // one thread at a time, and this one is not in a wait any more
    }

    [Theory]
    [EveryDesign(WaitStrategy.Spin)]
    [EveryDesign(WaitStrategy.Yield)]
    [EveryDesign(WaitStrategy.Block)]
    public void A_push_wakes_the_collector_and_a_reset_the_producer(RingDesign design, WaitStrategy strategy)
    {
        using TestRing ring = TestRing.Make(design, entries: 1);
        OnAnotherThread(
            () => Assert.Equal(WaitStatus.Ready, ring.Collector.WaitForEntries(strategy, s_long)),
            () => ring.Producer.Push(TestPages.At(0)));
        Assert.Single(ring.Harvest());
        OnAnotherThread(
            () => Assert.Equal(WaitStatus.Ready, ring.Producer.WaitForSpace(strategy, s_long)),
            () =>
            {
                RecordingSink sink = new();
                ring.Resetter.Reset(ref sink);
            });
    }

    [Fact]
    public void One_reset_wakes_every_producer_of_the_vm_ring()
    {
        using VmDirtyRing ring = new(1, 0);
        ring.Producer.Push(TestPages.At(0));
        ring.Collector.Harvest(new DirtyPage[1]);
        void Wait() => Assert.Equal(WaitStatus.Ready, ring.Producer.WaitForSpace(WaitStrategy.Block, s_long));
        OnAnotherThread(Wait, () => OnAnotherThread(Wait, () => OnAnotherThread(Wait, () =>
        {
            RecordingSink sink = new();
            ring.Resetter.Reset(ref sink);
        })));
    }

    /// <summary>Runs <paramref name="work"/> on a thread of its own, meanwhile this thread's part after a moment, and passes on what failed.</summary>
    private static void OnAnotherThread(Action work, Action? meanwhile = null)
    {
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                work();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        if (meanwhile is not null)
        {
            Thread.Sleep(2);
            meanwhile();
        }

        Assert.True(thread.Join(2 * s_long), "The other thread did not end.");
        Assert.Null(failure);
    }
}
