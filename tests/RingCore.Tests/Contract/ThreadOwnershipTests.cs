using System;
using System.Threading;
#if DEBUG
using RingCore.Layouts;
#endif
using Xunit;

namespace RingCore.Tests;

/// <summary>A handle belongs to one thread at a time: from thread to thread it may go, and Debug builds find two at once.</summary>
public class ThreadOwnershipTests
{
    [Theory]
    [EveryDesign]
    public void A_handle_may_go_from_thread_to_thread(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        for (int i = 0; i < 4; i++)
        {
            Exception? failure = OnAnotherThread(() =>
            {
                RecordingSink sink = new();
                ring.Producer.Push(TestPages.At(i));
                Assert.Equal([TestPages.At(i)], ring.Harvest());
                Assert.Equal(1, ring.Resetter.Reset(ref sink).Entries);
            });
            Assert.Null(failure);
        }
    }

#if DEBUG
    [Theory]
    [EveryDesign]
    public void Debug_builds_find_two_threads_in_one_resetter(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        ring.Producer.Push(TestPages.At(0));
        ring.Harvest();
        Exception? found = null;
        RecordingSink inner = new();
        RecordingSink sink = new() { OnCall = () => found = OnAnotherThread(() => ring.Resetter.Reset(ref inner)) };
        ring.Resetter.Reset(ref sink);
        AssertNamesThreads(found);
        Assert.Empty(inner.Calls);
    }

    [Theory]
    [EveryDesign]
    public void Debug_builds_find_a_harvest_during_another_thread_s_wait(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        using CancellationTokenSource source = new();
        Thread waiter = new(() => ring.Collector.WaitForEntries(WaitStrategy.Block, TimeSpan.FromMinutes(2), source.Token));
        waiter.Start();
        Exception? found = null;
        for (long end = Environment.TickCount64 + 60_000; found is null && Environment.TickCount64 < end; Thread.Yield())
            found = Record.Exception(() => ring.Collector.Harvest(new DirtyPage[1]));
        source.Cancel();
        Assert.True(waiter.Join(TimeSpan.FromMinutes(2)));
        AssertNamesThreads(found);
    }

    [Fact]
    public void Debug_builds_find_two_threads_in_one_producer_but_not_in_the_vm_ring_s()
    {
        using TestRing ring = TestRing.Make(RingDesign.Flagged, entries: 1);
        ring.Producer.Push(TestPages.At(0));
        using CancellationTokenSource source = new();
        Thread waiter = new(() => ring.Producer.WaitForSpace(WaitStrategy.Block, TimeSpan.FromMinutes(2), source.Token));
        waiter.Start();
        Exception? found = null;
        for (long end = Environment.TickCount64 + 60_000; found is null && Environment.TickCount64 < end; Thread.Yield())
            found = Record.Exception(() => ring.Producer.Push(TestPages.At(1)));
        source.Cancel();
        Assert.True(waiter.Join(TimeSpan.FromMinutes(2)));
        AssertNamesThreads(found);

        using TestRing shared = TestRing.Make(RingDesign.Vm, entries: 1);
        shared.Producer.Push(TestPages.At(0));
        Assert.Null(OnAnotherThread(() => shared.Producer.Push(TestPages.At(1))));
    }

    private static void AssertNamesThreads(Exception? found)
    {
        InvalidOperationException exception = Assert.IsType<InvalidOperationException>(found);
        Assert.Contains("one thread at a time", exception.Message, StringComparison.Ordinal);
    }
#endif

    private static Exception? OnAnotherThread(Action work)
    {
        Exception? failure = null;
        Thread thread = new(() => failure = Record.Exception(work));
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromMinutes(2)), "The other thread did not end.");
        return failure;
    }
}
