using System;
using System.Diagnostics;
using System.Threading;
using Xunit;

namespace RingCore.Tracking.Tests;

public unsafe class SoftFullSignalTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(4);

    [Fact]
    public void Is_a_level_that_stays_up_until_it_is_lowered()
    {
        using Words word = new(1);
        SoftFullSignal<CoherentFencePoints> signal = new((uint*)word.Start);
        Assert.False(signal.Wait(TimeSpan.Zero, default));
        signal.Raise();
        signal.Raise();
        Assert.True(signal.Wait(TimeSpan.Zero, default));
        Assert.True(signal.Wait(s_long, default));
        signal.Lower();
        Assert.False(signal.Wait(TimeSpan.FromMilliseconds(20), default));
        Assert.False(signal.IsClosed);
    }

    [Fact]
    public void A_cancellation_ends_a_wait()
    {
        using Words word = new(1);
        SoftFullSignal<CoherentFencePoints> signal = new((uint*)word.Start);
        Stopwatch time = Stopwatch.StartNew();
        using CancellationTokenSource source = new(50);
        Assert.False(signal.Wait(s_long, source.Token));
        Assert.False(signal.Wait(s_long, source.Token));
        Assert.InRange(time.Elapsed, TimeSpan.FromMilliseconds(40), s_long / 2);
    }

    [Theory]
    [InlineData("cancelled", false)]
    [InlineData("closed", false)]
    [InlineData("raised", true)]
    public void What_happens_between_a_look_and_a_sleep_ends_the_sleep(string what, bool isRaised)
    {
        using Words word = new(1);
        SoftFullSignal<DelegatingFencePoints<Interrupting>> signal = new((uint*)word.Start);
        using CancellationTokenSource source = new();
        Interrupting.With(() =>
        {
            if (what == "cancelled")
                source.Cancel();
            else if (what == "closed")
                signal.Close();
            else
                signal.Raise();
        });
        Stopwatch time = Stopwatch.StartNew();
        Assert.Equal(isRaised, signal.Wait(s_long, source.Token));
        Assert.InRange(time.Elapsed, TimeSpan.Zero, s_long / 2);
    }

    [Fact]
    public void Closing_ends_the_waits_there_are_and_those_to_come()
    {
        using Words word = new(1);
        nint start = (nint)word.Start;
        bool? wasRaised = null;
        Thread waiter = new(() => wasRaised = new SoftFullSignal<CoherentFencePoints>((uint*)start).Wait(Timeout.InfiniteTimeSpan, default));
        waiter.Start();
        Thread.Sleep(30);
        SoftFullSignal<CoherentFencePoints> signal = new((uint*)word.Start);
        signal.Close();
        Assert.True(waiter.Join(s_long));
        Assert.False(wasRaised);
        Assert.True(signal.IsClosed);
        Assert.False(signal.Wait(Timeout.InfiniteTimeSpan, default));
    }

    [Fact]
    public void No_wake_up_is_lost_between_a_look_and_a_sleep()
    {
        const int Turns = 3000;
        using Words words = new(2);
        nint start = (nint)words.Start;
        Thread raiser = new(() =>
        {
            SoftFullSignal<CoherentFencePoints> mine = new((uint*)start);
            for (int turn = 1; turn <= Turns; turn++)
            {
                mine.Raise();
                while (Volatile.Read(ref ((ulong*)start)[1]) != (ulong)turn)
                    Thread.Yield();
            }
        });
        raiser.Start();
        SoftFullSignal<CoherentFencePoints> signal = new((uint*)words.Start);
        for (int turn = 1; turn <= Turns; turn++)
        {
            Assert.True(signal.Wait(s_long, default), $"turn {turn}");
            signal.Lower();
            Volatile.Write(ref words.Start[1], (ulong)turn);
        }

        raiser.Join();
    }
}
