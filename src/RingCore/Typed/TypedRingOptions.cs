using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using RingCore.Diagnostics;

namespace RingCore;

/// <summary>The numbers and policies of a typed ring.</summary>
public sealed record TypedRingOptions
{
    /// <summary>Largest capacity, 2^30: differences of 32-bit free-running indices stay unambiguous.</summary>
    public const int MaxCapacity = 1 << 30;

    /// <summary>Items that the ring holds: a power of two from 1 to 2^30.</summary>
    public required int Capacity { get; init; }

    /// <summary>Items between soft full and full, 0 or more and fewer than the capacity: the headroom of a producer that has been told to stop.</summary>
    public int ReservedItems { get; init; }

    /// <summary>What a push does that finds the ring full.</summary>
    public FullPolicy WhenFull { get; init; } = FullPolicy.Refuse;

    /// <summary>How a push waits, with <see cref="FullPolicy.Wait"/>.</summary>
    public WaitStrategy PushWait { get; init; } = WaitStrategy.Block;

    /// <summary>
    /// Most items that one batch takes, 1 or more: a batch gives its space back when it is taken, or committed, as a whole, so that a batch of all would
    /// leave the producer none meanwhile.
    /// </summary>
    public int MaxBatchItems { get; init; } = int.MaxValue;

    /// <summary>Turns a free-running index into a position: <c>index &amp; Mask</c>.</summary>
    internal uint Mask => (uint)Capacity - 1;

    /// <summary>Items in the ring at which it is soft full.</summary>
    internal uint SoftLimit => (uint)(Capacity - ReservedItems);

    /// <summary>What traces say of the size of a ring of such items.</summary>
    internal RingSize SizeFor<T>() => new(Capacity, Unsafe.SizeOf<T>(), ReservedItems);

    /// <summary>Refuses numbers outside their ranges.</summary>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range; the message names it and its limit.</exception>
    internal TypedRingOptions Checked()
    {
        if (Capacity is < 1 or > MaxCapacity || !BitOperations.IsPow2(Capacity))
            throw new ArgumentOutOfRangeException(nameof(Capacity), Capacity, $"A typed ring's capacity is a power of two from 1 to {MaxCapacity}.");
        if (ReservedItems < 0 || ReservedItems >= Capacity)
            throw new ArgumentOutOfRangeException(nameof(ReservedItems), ReservedItems, $"Reserved items are 0 to {Capacity - 1}, fewer than the capacity.");
        if (MaxBatchItems < 1)
            throw new ArgumentOutOfRangeException(nameof(MaxBatchItems), MaxBatchItems, "A batch has 1 item or more.");
        if (WhenFull is < FullPolicy.Refuse or > FullPolicy.DropNewest)
            throw new ArgumentOutOfRangeException(nameof(WhenFull), WhenFull, "No such policy.");
        if (PushWait is < WaitStrategy.Spin or > WaitStrategy.Block)
            throw new ArgumentOutOfRangeException(nameof(PushWait), PushWait, "No such strategy.");
        return this;
    }
}
