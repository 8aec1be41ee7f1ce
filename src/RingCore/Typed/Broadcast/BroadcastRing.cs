using System;
using System.Diagnostics;
using System.Numerics;
using RingCore.Diagnostics;
using RingCore.Layouts;
using RingCore.Platform;

namespace RingCore;

/*
 *   producer                                       reader (any of them)
 *   --------                                       --------------------
 *   publishes an item: (L1) (L2) (L3)              reads one: (L4) (L5) (L6), see BroadcastSlots
 *   WriteOnce(published, p + 1)      (L7)          ReadOnce(published)           (L8)   where a reader begins, and goes on after a lap
 *
 *   StoreRelease(ended)              (L9)          LoadAcquire(ended)            (L10)  pairs with (L9)
 *
 *   (L7) and (L8) need no order of their own: a count that is too low is a place to begin that is too early, and a lap at worst. Behind (L10) the count is the
 *   last one: a reader that has found nothing, then the end, has read all if the count is its own, else looks again, and finds what was published before.
 */

/// <summary>
/// A ring of which every reader sees every item, with one producer that nothing holds up: a reader that is too slow loses the oldest items, and is told how many.
/// </summary>
/// <remarks>
/// There are no claims: a producer that is dead or stands still shows by silence alone, and as <see cref="RingEnding.Abandoned"/> once its handle is disposed.
/// </remarks>
/// <typeparam name="TFence">The door to shared memory.</typeparam>
/// <typeparam name="T">The items. They are copied word by word: a small one is read fastest.</typeparam>
[DebuggerDisplay("{LookText,nq}")]
[DebuggerTypeProxy(typeof(TypedRingView))]
public partial class BroadcastRing<TFence, T> : IDisposable, ITypedRing
    where TFence : IFencePoints
    where T : unmanaged
{
    /// <summary>Largest capacity.</summary>
    public const int MaxCapacity = 1 << 30;

    // Versions are two for each position and have 64 bits.
    private const ulong MaxFirstPosition = ulong.MaxValue >> 2;

    private readonly TypedMemory _memory;

    /// <summary>Makes a ring in memory of its own.</summary>
    /// <param name="capacity">Items that it holds: a power of two from 1 to 2^30.</param>
    /// <param name="firstPosition">Where the counters start, at most 2^62 - 1; near 2^32 for tests.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="PlatformNotSupportedException">The host is not 64-bit and little-endian.</exception>
    public BroadcastRing(int capacity, ulong firstPosition = 0)
    {
        if (capacity is < 1 or > MaxCapacity || !BitOperations.IsPow2(capacity))
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, $"A broadcast ring's capacity is a power of two from 1 to {MaxCapacity}.");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstPosition, MaxFirstPosition);
        HostRequirements.Check<TFence>();
        Capacity = capacity;
        _memory = MakeMemory(capacity, firstPosition);
        Producer = new ProducerHandle(_memory, capacity);
        RingTrace.Made(this);
    }

    /// <summary>Items that the ring holds.</summary>
    public int Capacity { get; }

    /// <summary>Publishes. One thread at a time.</summary>
    public ProducerHandle Producer { get; }

    /// <summary>Bytes that the ring has allocated outside the managed heap.</summary>
    internal nuint NativeBytes => _memory.Bytes;

    TracedMemory ILiveRing.Memory => _memory;

    int ILiveRing.Seat { get; set; }

    TypedHandle ITypedRing.ProducerSeen => Producer;

    TypedHandle? ITypedRing.ConsumerSeen => null;

    FullPolicy? ITypedRing.WhenFull => null;

    ulong? ITypedRing.HeldPosition => null;

    private string LookText => new TypedRingView(this).ToString();

    /// <summary>Adds a reader. Any thread, at any time; a ring has as many readers as it likes, and none costs the producer anything.</summary>
    /// <param name="start">Where it begins.</param>
    /// <exception cref="ObjectDisposedException">The producer and all readers have been disposed.</exception>
    public ReaderHandle AddReader(BroadcastStart start = BroadcastStart.Next) => new(_memory, Capacity, start);

    /// <summary>Disposes the producer. Readers go on reading what is there, and are disposed each by itself; the last handle frees the ring's memory.</summary>
    public void Dispose()
    {
        Producer.Dispose();
        GC.SuppressFinalize(this);
    }

    void ILiveRing.AddTo(ref RingTotals totals)
    {
        totals.IsTyped = true;
        totals.Design = RingDesigns.Broadcast;
        totals.Lost = (long)_memory.Lost;
        Producer.AddTo(ref totals);
    }

    /// <summary>The memory of a ring: the count of items published stands behind the slots.</summary>
    internal static unsafe TypedMemory MakeMemory(int capacity, ulong firstPosition)
    {
        TypedMemory memory = new(BroadcastSlots<T>.Bytes(capacity), firstPosition, CacheLine.PaddingBytes, new RingSize(capacity, sizeof(T), 0));
        *Published(memory) = firstPosition; // no other thread sees the ring yet
        return memory;
    }

    /// <summary>Count of items published, written by the producer alone.</summary>
    internal static unsafe ulong* Published(TypedMemory memory) => (ulong*)memory.Behind;
}
