using System;
using System.Diagnostics;
using System.Threading;
using RingCore.Layouts;
using Xunit;
using Ring = RingCore.FlaggedRing<RingCore.Tests.ProbedFencePoints, RingCore.GfnEntry<RingCore.KvmStates>, RingCore.Layouts.DirtyPage>;

namespace RingCore.Tests;

/// <summary>
/// No lost wake-up: what is waited for arrives just before each step of a wait, in turn, and the wait must end long before its timeout.
/// The other party acts within the waiter's thread, at the worst moment each time; waits poll, so that nothing but the word can end them.
/// </summary>
public class WakeUpTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan s_soon = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("WriteOnce", 1)] // (W2): the waker still sees a 0
    [InlineData("ProcessWideFence", 1)] // (W3)
    [InlineData("LoadAcquire", 66)] // the look after the fence
    [InlineData("Wait", 1)] // (W6): only the cleared word can end it
    [InlineData("Wait", 2)]
    public void A_push_at_any_step_ends_the_collector_s_wait(string step, int occurrence)
    {
        using Ring ring = Soft();
        AssertWakes(
            ring, step, occurrence, () => ring.Producer.Push(TestPages.At(0)), () => ring.Collector.WaitForEntries(WaitStrategy.Block, s_timeout));
    }

    [Theory]
    [InlineData("WriteOnce", 1)]
    [InlineData("ProcessWideFence", 1)]
    [InlineData("LoadAcquire", 66)]
    [InlineData("Wait", 1)]
    [InlineData("Wait", 2)]
    public void A_reset_at_any_step_ends_the_producer_s_wait(string step, int occurrence)
    {
        using Ring ring = Soft();
        ring.Producer.Push(TestPages.From(0, 4));
        ring.Collector.Harvest(new DirtyPage[4]);
        RecordingSink sink = new();
        AssertWakes(ring, step, occurrence, () => ring.Resetter.Reset(ref sink), () => ring.Producer.WaitForSpace(WaitStrategy.Block, s_timeout));
    }

    [Theory]
    [InlineData("WriteOnce", 1)]
    [InlineData("ProcessWideFence", 1)]
    [InlineData("LoadAcquire", 66)]
    [InlineData("Wait", 1)]
    [InlineData("Wait", 2)]
    public void A_cancellation_at_any_step_ends_a_wait(string step, int occurrence)
    {
        using Ring ring = Soft();
        using CancellationTokenSource source = new();
        AssertWakes(
            ring,
            step,
            occurrence,
            source.Cancel,
            () => ring.Collector.WaitForEntries(WaitStrategy.Block, s_timeout, source.Token),
            WaitStatus.Cancelled);
    }

    /// <summary>Two are woken by one reset; the first asks again, finds space, and leaves its request behind before the second has fallen asleep.</summary>
    [Fact]
    public unsafe void A_request_that_another_producer_leaves_behind_keeps_nobody_asleep()
    {
        using VmRing<ProbedFencePoints> ring = new(new RingGeometry(1, reservedEntries: 0));
        ring.Producer.Push(TestPages.At(0));
        ring.Collector.Harvest(new DirtyPage[1]);
        RecordingSink sink = new();
        RingControl* control = ring.Producer.Memory().Control;
        bool acted = false;
        ProbedFencePoints.Before = step =>
        {
            if (step != "Wait" || acted)
                return;
            acted = true;
            Assert.Equal(1, ring.Resetter.Reset(ref sink).Entries);
            Waiter.Deadline deadline = Waiter.Deadline.After(s_timeout);
            Assert.Equal(WaitStatus.Ready, Waiter.Sleep<CoherentFencePoints>(
                ring.Producer, &control->ProducerWaits, deadline, CancellationToken.None, &control->ProducerRequests));
        };
        long start = Stopwatch.GetTimestamp();
        try
        {
            Assert.Equal(WaitStatus.Ready, ring.Producer.WaitForSpace(WaitStrategy.Block, s_timeout));
        }
        finally
        {
            ProbedFencePoints.Before = null;
        }

        Assert.True(acted);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, s_soon);
    }

    [Theory]
    [InlineData(RingDesign.Flagged, WaitStrategy.Block, 10_000)]
    [InlineData(RingDesign.Indexed, WaitStrategy.Block, 10_000)]
    [InlineData(RingDesign.Vm, WaitStrategy.Block, 10_000)]
    [InlineData(RingDesign.Packed, WaitStrategy.Block, 10_000)]
    [InlineData(RingDesign.FlaggedPages, WaitStrategy.Yield, 4_000)]
    [InlineData(RingDesign.Flagged, WaitStrategy.Spin, 500)]
    public void Ping_pong_through_a_ring_of_one_entry_never_stalls(RingDesign design, WaitStrategy strategy, int rounds)
    {
        using TestRing ring = TestRing.Make(design, entries: 1);
        long stalled = 0;
        Thread collector = new(() =>
        {
            RecordingSink sink = new();
            DirtyPage[] page = new DirtyPage[1];
            for (int i = 0; i < rounds; i++)
            {
                if (ring.Collector.WaitForEntries(strategy, s_timeout) != WaitStatus.Ready || ring.Collector.Harvest(page).Pages != 1
                    || page[0] != TestPages.At(i % TestPages.Count) || ring.Resetter.Reset(ref sink).Entries != 1)
                {
                    stalled = i + 1;
                    return;
                }
            }
        });
        collector.Start();
        for (int i = 0; i < rounds; i++)
        {
            Assert.Equal(PushStatus.PublishedSoftFull, ring.Producer.Push(TestPages.At(i % TestPages.Count)));
            Assert.Equal(WaitStatus.Ready, ring.Producer.WaitForSpace(strategy, s_timeout));
        }

        Assert.True(collector.Join(s_timeout));
        Assert.Equal(0, stalled);
    }

    [Fact]
    public void Ping_pong_through_polling_waits_never_stalls()
    {
        using Ring ring = new(new RingGeometry(1, reservedEntries: 0));
        int harvested = 0;
        Thread collector = new(() =>
        {
            RecordingSink sink = new();
            while (harvested < 100 && ring.Collector.WaitForEntries(WaitStrategy.Block, s_timeout) == WaitStatus.Ready)
            {
                harvested += ring.Collector.Harvest(new DirtyPage[1]).Pages;
                Thread.Sleep(harvested % 10 == 0 ? 2 : 0); // lets the producer fall asleep now and then
                ring.Resetter.Reset(ref sink);
            }
        });
        collector.Start();
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(PushStatus.PublishedSoftFull, ring.Producer.Push(TestPages.At(i)));
            Assert.Equal(WaitStatus.Ready, ring.Producer.WaitForSpace(WaitStrategy.Block, s_timeout));
        }

        Assert.True(collector.Join(s_timeout));
        Assert.Equal(100, harvested);
    }

    private static Ring Soft() => new(new RingGeometry(4, reservedEntries: 0));

    /// <summary>Runs the other party's act before the given occurrence of a step, and the wait around it.</summary>
    private static unsafe void AssertWakes(
        Ring ring, string step, int occurrence, Action act, Func<WaitStatus> wait, WaitStatus expected = WaitStatus.Ready)
    {
        RingMemory memory = ring.Producer.Memory();
        int seen = 0;
        bool acted = false;
        ProbedFencePoints.Before = operation =>
        {
            if (operation != step || acted)
                return;
            if (++seen == occurrence)
            {
                acted = true;
                act();
            }
            else if (step == "Wait")
            {
                // A wake-up without a cause, so that the wait comes to its next round.
                memory.Control->CollectorWaits = memory.Control->ProducerWaits = 0;
            }
        };
        long start = Stopwatch.GetTimestamp();
        try
        {
            Assert.Equal(expected, wait());
        }
        finally
        {
            ProbedFencePoints.Before = null;
        }

        Assert.True(acted, $"The wait had no {step} number {occurrence}.");
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, s_soon);
    }
}
