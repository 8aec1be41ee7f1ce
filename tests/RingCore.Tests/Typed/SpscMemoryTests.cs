using System;
using System.Runtime.CompilerServices;
using Xunit;

namespace RingCore.Tests.Typed;

/// <summary>What a typed ring keeps alive, and what it allocates.</summary>
[Trait("Category", "Typed")]
public class SpscMemoryTests
{
    [Fact]
    public void An_item_taken_is_not_kept()
    {
        using ManagedSpscRing<object> ring = new(4);
        Assert.False(IsKept(ring, static r => Assert.True(r.Consumer.TryTake(out _))));
        Assert.False(IsKept(ring, static r => Assert.Equal(1, r.Consumer.Take(new object[3]))));
        Assert.False(IsKept(ring, static r => r.Consumer.TakeInPlace().Commit(1)));
        Assert.True(IsKept(ring, static r => { }));
    }

    [Fact]
    public void What_an_aborted_claim_was_filled_with_is_not_kept()
    {
        using ManagedSpscRing<object> ring = new(4);
        WeakReference aborted = Abort(ring);
        Assert.False(IsAlive(aborted));
        GC.KeepAlive(ring);
    }

    [Fact]
    public void A_ring_that_nobody_disposes_is_collected()
    {
        WeakReference memory = Lose();
        Assert.False(IsAlive(memory));
    }

    [Fact]
    public void No_operation_allocates()
    {
        using SpscRing<(ulong, ulong)> ring = new(64);
        using ManagedSpscRing<string> managed = new(64);
        Assert.Equal(0, Allocated.Least(() => Lap<(ulong, ulong), NativeSlots<(ulong, ulong)>>(ring, (1, 2))));
        Assert.Equal(0, Allocated.Least(() => Lap<string, ManagedSlots<string>>(managed, "item")));
    }

    [Fact]
    public void Handles_cursors_and_control_take_less_than_2048_bytes_beside_the_items()
    {
        long native = 0;
        long managed = Allocated.Least(() =>
        {
            using SpscRing<long> ring = new(64);
            native = (long)ring.Producer.Memory.Bytes;
        });
        Assert.InRange(managed + native - (64 * sizeof(long)), 0, 2048);
    }

    private static void Lap<T, TSlots>(SpscRing<CoherentFencePoints, T, TSlots> ring, T item)
        where TSlots : struct, ISlots<T>
    {
        for (int i = 0; i < 1000; i++)
        {
            ring.Producer.Push(item);
            ring.Consumer.TryTake(out _);
            ring.Producer.TryClaim(2, out Claim<T> claim);
            claim[1] = item;
            claim.Commit(2);
            ring.Consumer.TakeInPlace().Commit(2);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsKept(ManagedSpscRing<object> ring, Action<ManagedSpscRing<object>> take)
    {
        WeakReference item = Push(ring);
        take(ring);
        bool isAlive = IsAlive(item);
        GC.KeepAlive(ring);
        return isAlive;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Push(ManagedSpscRing<object> ring)
    {
        object item = new();
        ring.Producer.Push(item);
        return new WeakReference(item);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Abort(ManagedSpscRing<object> ring)
    {
        object item = new();
        Assert.True(ring.Producer.TryClaim(4, out Claim<object> claim));
        claim[3] = item;
        claim[0] = new object();
        claim.Commit(1);
        return new WeakReference(item);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Lose()
    {
        SpscRing<int> ring = new(4);
        ring.Producer.Push(1);
        return new WeakReference(ring.Consumer.Memory, trackResurrection: true);
    }

    private static bool IsAlive(WeakReference reference)
    {
        for (int i = 0; i < 5 && reference.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return reference.IsAlive;
    }
}
