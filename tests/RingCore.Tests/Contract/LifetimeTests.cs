using System;
using System.Linq;
using System.Threading;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>Handles at and after their end, and the memory behind them.</summary>
public class LifetimeTests
{
    private static readonly TimeSpan s_noTime = TimeSpan.Zero;

    [Theory]
    [EveryDesign(0)]
    [EveryDesign(3)] // one short of the soft limit
    [EveryDesign(4)]
    [EveryDesign(8)]
    public void A_disposed_producer_answers_so_from_every_state(RingDesign design, int pushedBefore)
    {
        using TestRing ring = TestRing.Make(design, entries: 8, reserved: 4);
        ring.Producer.Push(TestPages.From(0, pushedBefore));
        ring.Producer.Dispose();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(PushStatus.HandleDisposed, ring.Producer.Push(TestPages.At(100)));
            Assert.Equal(new PushResult(PushStatus.HandleDisposed, 0), ring.Producer.Push(TestPages.From(100, 2)));
            Assert.Equal(new PushResult(PushStatus.HandleDisposed, 0), ring.Producer.Push([]));
            Assert.Equal(WaitStatus.HandleDisposed, ring.Producer.WaitForSpace(WaitStrategy.Block, s_noTime));
        }

        Assert.Equal(TestPages.From(0, pushedBefore), ring.Harvest());
    }

    [Theory]
    [EveryDesign]
    public void A_disposed_collector_answers_so(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        ring.Producer.Push(TestPages.From(0, 3));
        ring.Collector.Dispose();
        Assert.Equal(HarvestStatus.HandleDisposed, ring.Collector.Harvest(new DirtyPage[3]).Status);
        Assert.Equal(HarvestStatus.HandleDisposed, ring.Collector.Harvest(default(Span<DirtyPage>)).Status);
        DirtyBitmap bitmap = new(TestPages.Slots);
        Assert.Equal(HarvestStatus.HandleDisposed, ring.Collector.Harvest(bitmap).Status);
        Assert.Equal(HarvestStatus.HandleDisposed, ring.Collector.Harvest(bitmap, 0).Status);
        Assert.Equal(0, bitmap.Count());
        Assert.Equal(WaitStatus.HandleDisposed, ring.Collector.WaitForEntries(WaitStrategy.Block, s_noTime));
    }

    [Theory]
    [EveryDesign]
    public void A_disposed_resetter_answers_so(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        ring.Producer.Push(TestPages.From(0, 3));
        ring.Harvest();
        ring.Resetter.Dispose();
        RecordingSink sink = new();
        ResetResult result = ring.Resetter.Reset(ref sink);
        Assert.Equal((ResetStatus.HandleDisposed, 0), (result.Status, result.Entries));
        Assert.Empty(sink.Calls);
    }

    [Theory]
    [EveryDesign("pcr")]
    [EveryDesign("prc")]
    [EveryDesign("cpr")]
    [EveryDesign("crp")]
    [EveryDesign("rpc")]
    [EveryDesign("rcp")]
    public void Memory_is_freed_with_the_last_handle_in_any_order(RingDesign design, string order)
    {
        using TestRing ring = TestRing.Make(design);
        RingMemory memory = ring.Memory;
        foreach (char handle in order)
        {
            Assert.False(memory.IsFreed);
            IDisposable disposed = handle switch
            {
                'p' => ring.Producer,
                'c' => ring.Collector,
                _ => ring.Resetter,
            };
            disposed.Dispose();
            disposed.Dispose(); // a second time counts for nothing
        }

        Assert.True(memory.IsFreed);
    }

    [Theory]
    [EveryDesign]
    public void Disposing_the_ring_disposes_what_is_left_once(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        RingMemory memory = ring.Memory;
        ring.Collector.Dispose();
        ring.Ring.Dispose();
        Assert.True(memory.IsFreed);
        ring.Ring.Dispose();
        Assert.Equal(PushStatus.HandleDisposed, ring.Producer.Push(TestPages.At(0)));
        RecordingSink sink = new();
        Assert.Equal(ResetStatus.HandleDisposed, ring.Resetter.Reset(ref sink).Status);
    }

    [Theory]
    [EveryDesign]
    public void The_other_handles_work_on_after_one_is_gone(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        ring.Producer.Push(TestPages.From(0, 8));
        ring.Producer.Dispose();
        Assert.Equal(TestPages.From(0, 8), ring.Harvest());
        ring.Collector.Dispose();
        RecordingSink sink = new();
        Assert.Equal(8, ring.Resetter.Reset(ref sink).Entries);
        Assert.Equal(TestPages.From(0, 8), sink.Pages);
    }

    [Theory]
    [EveryDesign]
    public void Handles_disposed_at_once_on_their_own_threads_free_the_memory_once(RingDesign design)
    {
        for (int round = 0; round < 20; round++)
        {
            using TestRing ring = TestRing.Make(design);
            RingMemory memory = ring.Memory;
            using Barrier together = new(3);
            Thread[] threads = new IDisposable[] { ring.Producer, ring.Collector, ring.Resetter }
                .Select(handle => new Thread(() =>
                {
                    together.SignalAndWait();
                    handle.Dispose();
                })).ToArray();
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
            Assert.True(memory.IsFreed);
        }
    }

    [Theory]
    [EveryDesign]
    public void Rings_are_told_apart_by_a_number_that_is_never_0(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        using TestRing other = TestRing.Make(design);
        Assert.NotEqual(ring.Memory.Id, other.Memory.Id);
        Assert.NotEqual(0u, ring.Memory.Id);
    }
}
