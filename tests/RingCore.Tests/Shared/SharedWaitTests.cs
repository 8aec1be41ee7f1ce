using System;
using System.Diagnostics;
using System.Threading;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>Sleeps over words that are mapped twice, as by two processes; both forms. Alone: they change how the whole process waits.</summary>
[Collection(WaitsOfTheProcess.Name)]
public sealed unsafe class SharedWaitTests : IDisposable
{
    private const int Rounds = 300;

    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(SharedFencePoints.WaitSliceMilliseconds);

    private readonly SharedIndexedRing _ring = new(new RingGeometry(1, reservedEntries: 0));
    private readonly SharedCollector _collector;

    public SharedWaitTests() => _collector = Peers.Open(_ring);

    public void Dispose()
    {
        SharedFencePoints.SleepFromNowOn();
        _collector.Dispose();
        _ring.Dispose();
    }

    [Fact]
    public void On_Linux_waits_sleep() => Assert.Equal(!OperatingSystem.IsLinux(), SharedFencePoints.WaitsPoll);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ping_pong_between_two_mappings_goes_by_wake_ups_and_not_by_slices(bool polls)
    {
        if (polls)
            SharedFencePoints.PollFromNowOn();
        WaitStatus collected = WaitStatus.Ready;
        Thread collector = new(() => collected = Collect());
        int slow = 0;
        collector.Start();
        RecordingSink sink = new();
        for (int i = 0; i < Rounds && collected == WaitStatus.Ready; i++)
        {
            if (i % 10 == 0)
                Thread.Sleep(1); // lets the collector fall asleep
            long start = Stopwatch.GetTimestamp();
            Assert.Equal(PushStatus.PublishedSoftFull, _ring.Producer.Push(TestPages.At(0)));
            Assert.Equal(WaitStatus.Ready, _ring.WaitForRequest(Peers.Limit));
            Assert.Equal(1, _ring.Reset(ref sink).Entries);
            slow += Stopwatch.GetElapsedTime(start) > s_slice / 2 ? 1 : 0;
        }

        Assert.True(collector.Join(Peers.Limit));
        Assert.Equal(WaitStatus.Ready, collected);
        Assert.InRange(slow, 0, Rounds / 5); // rounds and not their time: one in which the machine stands still is one
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_producer_s_wait_for_space_is_ended_by_a_reset(bool polls)
    {
        if (polls)
            SharedFencePoints.PollFromNowOn();
        Assert.Equal(PushStatus.PublishedSoftFull, _ring.Producer.Push(TestPages.At(0)));
        Assert.Equal(1, _collector.Indexed!.Harvest(new DirtyPage[1]).Pages);
        RecordingSink sink = new();
        Thread resetter = new(() =>
        {
            Thread.Sleep(5);
            _ring.Reset(ref sink);
        });
        resetter.Start();
        Assert.Equal(WaitStatus.Ready, _ring.Producer.WaitForSpace(WaitStrategy.Block, Peers.Limit));
        resetter.Join();
    }

    [Theory]
    [InlineData(WaitStrategy.Spin)]
    [InlineData(WaitStrategy.Yield)]
    [InlineData(WaitStrategy.Block)]
    public void Every_strategy_ends_at_its_timeout_and_at_its_cancellation(WaitStrategy strategy)
    {
        Assert.Equal(WaitStatus.TimedOut, _collector.Indexed!.WaitForEntries(strategy, TimeSpan.FromMilliseconds(3)));
        using CancellationTokenSource source = new(TimeSpan.FromMilliseconds(3));
        Assert.Equal(WaitStatus.Cancelled, _collector.Indexed!.WaitForEntries(strategy, Timeout.InfiniteTimeSpan, source.Token));
    }

    [Fact]
    public void Waits_for_requests_and_resets_end_at_their_timeout_and_at_their_cancellation()
    {
        _ring.Producer.Push(TestPages.At(0));
        HarvestTicket ticket = _collector.Indexed!.Harvest(new DirtyPage[1]).Ticket;
        Assert.Equal(WaitStatus.TimedOut, _ring.WaitForRequest(TimeSpan.FromMilliseconds(3)));
        Assert.Equal(WaitStatus.TimedOut, _collector.WaitForReset(ticket, TimeSpan.FromMilliseconds(3), out _));
        using CancellationTokenSource source = new(TimeSpan.FromMilliseconds(3));
        Assert.Equal(WaitStatus.Cancelled, _ring.WaitForRequest(Timeout.InfiniteTimeSpan, source.Token));
        Assert.Equal(WaitStatus.Cancelled, _collector.WaitForReset(ticket, Timeout.InfiniteTimeSpan, out _, source.Token));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ring.WaitForRequest(TimeSpan.FromMilliseconds(-2)));
    }

    [Fact]
    public void Requests_are_counted_once_however_many_there_were()
    {
        _collector.RequestReset();
        _collector.RequestReset();
        Assert.Equal(WaitStatus.Ready, _ring.WaitForRequest(TimeSpan.Zero));
        Assert.Equal(WaitStatus.TimedOut, _ring.WaitForRequest(TimeSpan.Zero));
        _collector.RequestReset();
        Assert.Equal(WaitStatus.Ready, _ring.WaitForRequest(TimeSpan.Zero));
    }

    [Fact]
    public void A_doorbell_that_goes_backwards_harms_only_who_rings_it()
    {
        AnsweredWords* answered = (AnsweredWords*)_collector.Answered.Start;
        foreach (uint doorbell in (uint[])[1000, 3, uint.MaxValue, 0, 1u << 31])
        {
            SharedFencePoints.StoreRelease(&answered->Doorbell, doorbell);
            Assert.True(_ring.WaitForRequest(TimeSpan.Zero) is WaitStatus.Ready or WaitStatus.TimedOut);
            SharedFencePoints.StoreRelease(&answered->Doorbell, doorbell + 1);
            Assert.Equal(WaitStatus.Ready, _ring.WaitForRequest(TimeSpan.Zero));
        }
    }

    [Fact]
    public void A_sleep_that_nobody_ends_is_over_after_a_slice()
    {
        AnsweredWords* answered = (AnsweredWords*)_ring.Answered.Start;
        long start = Stopwatch.GetTimestamp();
        SharedFencePoints.Wait(&answered->Doorbell, 0, -1);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, Peers.Limit);
        SharedFencePoints.PollFromNowOn();
        TimeSpan least = TimeSpan.MaxValue;
        for (int i = 0; i < 100 && least > s_slice / 2; i++)
        {
            start = Stopwatch.GetTimestamp();
            SharedFencePoints.Wait(&answered->Doorbell, 0, -1); // though the word stays: its change may have been missed
            TimeSpan lasted = Stopwatch.GetElapsedTime(start);
            least = lasted < least ? lasted : least;
        }

        Assert.InRange(least, TimeSpan.Zero, s_slice / 2);
    }

    [Fact]
    public void The_fence_reaches_every_process_that_has_registered_which_this_one_has()
    {
        if (OperatingSystem.IsLinux())
            Assert.True(Platform.Membarrier.IsRegistered && Platform.Membarrier.FenceAll());
        SharedFencePoints.ProcessWideFence();
        Assert.False(OperatingSystem.IsLinux() && SharedFencePoints.WaitsPoll);
    }

    private WaitStatus Collect()
    {
        DirtyPage[] page = new DirtyPage[1];
        WaitStatus status = WaitStatus.Ready;
        for (int i = 0; i < Rounds && status == WaitStatus.Ready; i++)
        {
            status = _collector.Indexed!.WaitForEntries(WaitStrategy.Block, Peers.Limit);
            HarvestTicket ticket = _collector.Indexed!.Harvest(page).Ticket;
            _collector.RequestReset();
            if (status == WaitStatus.Ready)
                status = _collector.WaitForReset(ticket, Peers.Limit, out _);
        }

        return status;
    }
}
