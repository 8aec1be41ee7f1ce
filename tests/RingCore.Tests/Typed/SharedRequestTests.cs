using System;
using System.Threading;
using Xunit;

namespace RingCore.Tests.Typed;

/// <summary>Where several wait by one word: two are woken, and the request that one of them leaves behind does not keep the other asleep.</summary>
[Trait("Category", "Typed")]
public unsafe class SharedRequestTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Another_producer_s_keeps_no_producer_asleep(bool pushes)
    {
        MpscRing<ProbedFencePoints, int, NativeSlots<int>> ring = new(new TypedRingOptions { Capacity = 1, WhenFull = FullPolicy.Wait });
        ring.Producer.Push(1);
        TypedMemory memory = ring.Producer.Memory;
        AssertEnds(
            () => pushes
                ? ring.Producer.Push(2) == PushStatus.PublishedSoftFull
                : ring.Producer.WaitForSpace(WaitStrategy.Block, Timeout.InfiniteTimeSpan) == WaitStatus.Ready,
            () => Assert.True(ring.Consumer.TryTake(out _)),
            () => Sleep(ring.Producer, memory, memory.ProducerWaits));
        ring.Dispose();
    }

    [Fact]
    public void Another_reader_s_keeps_no_reader_asleep()
    {
        BroadcastRing<ProbedFencePoints, int> ring = new(4);
        BroadcastRing<ProbedFencePoints, int>.ReaderHandle reader = ring.AddReader();
        BroadcastRing<ProbedFencePoints, int>.ReaderHandle other = ring.AddReader();
        TypedMemory memory = ring.Producer.Memory;
        AssertEnds(
            () => reader.WaitForItems(WaitStrategy.Block, Timeout.InfiniteTimeSpan) == WaitStatus.Ready,
            () => ring.Producer.Push(1),
            () => Sleep(other, memory, memory.ConsumerWaits));
        Array.ForEach<IDisposable>([reader, other, ring], static each => each.Dispose());
    }

    /// <summary>Wakes a wait just before it sleeps, and has another ask again. Where the wait does not end, nothing is disposed under it.</summary>
    private static void AssertEnds(Func<bool> wait, Action wake, Action askAgain)
    {
        bool hasActed = false;
        bool isRight = false;
        Thread thread = new(() =>
        {
            ProbedFencePoints.Before = step =>
            {
                if (step != nameof(ProbedFencePoints.Wait) || hasActed)
                    return;
                hasActed = true;
                wake();
                askAgain();
            };
            isRight = wait();
        }) { IsBackground = true };
        thread.Start();
        Assert.True(thread.Join(s_limit), "The wait does not end.");
        Assert.True(hasActed);
        Assert.True(isRight);
    }

    /// <summary>Asks for a wake-up, finds what it waits for, and leaves its request.</summary>
    private static void Sleep(IWaitCondition condition, TypedMemory memory, uint* waits)
    {
        WaitStatus status = Waiter.Sleep<CoherentFencePoints>(condition, waits, Waiter.Deadline.After(s_limit), CancellationToken.None, memory.Requests);
        Assert.Equal(WaitStatus.Ready, status);
        Assert.NotEqual(0u, *waits);
    }
}
