using System;
using System.Diagnostics;
using RingCore.Diagnostics;
using RingCore.Platform;

namespace RingCore;

/*
 * Many producers, one consumer. A producer claims indices by the tail, fills their slots, and publishes each by its state; the consumer goes by the states.
 *
 *   producer (any of them)                          consumer
 *   ----------------------                          --------
 *   LoadAcquire(tail)                  (N1)
 *   ReadOnce(limit)                    (N2)
 *   CompareExchange(tail, + 2n)        (N3)
 *   items, plain
 *   StoreRelease(state), each          (N4)         LoadAcquire(state)                 (N5)
 *   ReadOnce(consumerWaits)            (W1)         items, plain: read, let go, marked
 *                                                   StoreRelease(head)                 (N6)
 *   when the limit is reached:                      ReadOnce(producerWaits)            (W1)
 *   LoadAcquire(limit)                 (N2)
 *   LoadAcquire(head)                  (N7)
 *   CompareExchange(limit)             (N8)
 *
 *   at the end: the error, and how, plain           when it finds nothing:
 *   CompareExchange(tail, | 1)         (N9)         LoadAcquire(tail)                  (N10)
 *
 *   (N3) is the producers' agreement among themselves: a stale tail fails there. (N9) closes it: no claim comes after.
 *   (N4) pairs with (N5), slot by slot: producers publish in any order, so none vouches for another's.
 *   (N6) pairs with (N7): what the consumer did with a slot is done before a producer writes it again. Below the limit (N3) alone, a full fence before the slot is
 *   written, does for (N2): the claim stands on the look at the head of whoever moved the limit. The limit spares the producers the consumer's line, which it writes
 *   with every item.
 *   Indices wrap, and a producer may sleep through 2^31 claims anywhere: what it then holds from before must not pass for new. (N1) comes before (N2) and (N7), so that
 *   a new tail is not judged by an old limit or head; (N2) at the limit before (N7), and (N8) is an exchange, so that no old limit takes the place of a new one.
 *   (N9) pairs with (N10): who sees the end sees which index is the last, how it ended, and why.
 *
 * A claim that is not published, because its thread is slow or dead, holds up the consumer, which may skip it:
 *
 *   the producer that comes late                    consumer
 *   ----------------------------                    --------
 *   StoreRelease(state)                (N4)         WriteOnce(mark, considered)        (S1)
 *   ReadOnce(skips), not 0             (S4)         WriteOnce(skips, + 1)              (S2)
 *   CompareExchange(mark, considered                ProcessWideFence                   (S3)
 *                    to none)          (S5)         LoadAcquire(state): not published  (N5)
 *     if it was skipped: lets go of the item,       CompareExchange(mark, considered
 *     StoreRelease(mark, returned)     (S7)                         to skipped)        (S6)
 *
 *   (S4) and (S2)+(S3) are Dekker's store-load pair, as in Waiter: either the consumer sees the state, or the producer sees that there are skips. The producer's half is
 *   program order alone, one load of a line that every push loads for (W1). Where both see, (S5) and (S6) decide, once: a late item is taken, or refused.
 *
 *   A skipped slot is withheld: its producer may still be writing it. Everybody passes it until that producer has let go of it, (S7), and then once more:
 *
 *   ReadOnce(skips), not 0             (S8)         ReadOnce(mark)                     (S9)   pairs with (S7), by (N6)
 *   ReadOnce(mark)                     (S10)        LoadAcquire(tail): it is claimed   (N10)
 *   CompareExchange(tail, + 2)         (N3)         if returned: WriteOnce(state, aborted) (S13), WriteOnce(mark, none) (S11), WriteOnce(skips, - 1) (S12)
 *   and no use of the slot                          StoreRelease(head)                 (N6)
 *
 *   (S8) and (S10) come after (N7) and before (N3). So whoever claims an index of a withheld slot has seen that it is: the consumer gives the slot back only when that
 *   index is claimed, and says so by the head. While there are skips, no limit is ahead of the tail that was not so before, and every claim beyond it takes this path:
 *   it stays where it is, and is moved up to the tail before their distance wraps.
 */

/// <summary>
/// A ring of items from many producers to one consumer: whoever pushes claims a slot, fills it, and publishes it by a word of its own. Items of one thread stay in order.
/// </summary>
/// <remarks>
/// The producer handle may be used by any number of threads at once. Most users want <see cref="MpscRing{T}"/> or <see cref="ManagedMpscRing{T}"/>, which name the
/// other type arguments.
/// </remarks>
/// <typeparam name="TFence">The door to shared memory.</typeparam>
/// <typeparam name="T">The items.</typeparam>
/// <typeparam name="TSlots">Where they stand.</typeparam>
[DebuggerDisplay("{LookText,nq}")]
[DebuggerTypeProxy(typeof(TypedRingView))]
public partial class MpscRing<TFence, T, TSlots> : IDisposable, ITypedRing
    where TFence : IFencePoints
    where TSlots : struct, ISlots<T>
{
    /// <summary>Largest capacity, 2^28: the words of two laps are never the same.</summary>
    public const int MaxCapacity = 1 << 28;

    /// <summary>Makes a ring.</summary>
    /// <param name="options">Its numbers and policies.</param>
    /// <param name="firstPosition">Where the free-running counters start: at most 2^63 - 1; near 2^31 to try their wrap.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="PlatformNotSupportedException">The host is not 64-bit and little-endian.</exception>
    public MpscRing(TypedRingOptions options, ulong firstPosition = 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        HostRequirements.Check<TFence>();
        Options = options.Checked();
        if (options.Capacity > MaxCapacity)
            throw new ArgumentOutOfRangeException(nameof(options), options.Capacity, $"A ring with many producers holds at most {MaxCapacity} items.");
        TypedMemory memory = MakeMemory(options, firstPosition, out TSlots slots);
        Producer = new ProducerHandle(memory, slots, options);
        Consumer = new ConsumerHandle(memory, slots, options);
        RingTrace.Made(this);
    }

    /// <summary>The ring's numbers and policies.</summary>
    public TypedRingOptions Options { get; }

    /// <summary>Publishes. Any number of threads at once.</summary>
    public ProducerHandle Producer { get; }

    /// <summary>Takes. One thread at a time.</summary>
    public ConsumerHandle Consumer { get; }

    TracedMemory ILiveRing.Memory => Producer.Memory;

    int ILiveRing.Seat { get; set; }

    TypedHandle ITypedRing.ProducerSeen => Producer;

    TypedHandle ITypedRing.ConsumerSeen => Consumer;

    FullPolicy? ITypedRing.WhenFull => Options.WhenFull;

    ulong? ITypedRing.HeldPosition => Consumer.HeldPosition;

    private string LookText => new TypedRingView(this).ToString();

    /// <summary>Disposes both handles, and with the second the ring's native memory. When no thread uses either.</summary>
    public void Dispose()
    {
        Producer.Dispose();
        Consumer.Dispose();
        GC.SuppressFinalize(this);
    }

    void ILiveRing.AddTo(ref RingTotals totals)
    {
        totals.IsTyped = true;
        totals.Design = typeof(TSlots) == typeof(ManagedSlots<T>) ? RingDesigns.ManagedMpsc : RingDesigns.Mpsc;
        Consumer.AddTo(ref totals);
        Producer.AddTo(ref totals);
    }

    /// <summary>The memory of a ring: the words of its slots stand behind them.</summary>
    internal static unsafe TypedMemory MakeMemory(TypedRingOptions options, ulong firstPosition, out TSlots slots)
    {
        TypedMemory memory = new(TSlots.NativeBytes(options.Capacity), firstPosition, MpscWords.Bytes(options.Capacity), options.SizeFor<T>());
        slots = default;
        slots.Place(memory.Slots, options.Capacity);
        *memory.Tail = *memory.Head = *memory.Limit = IndexOf(firstPosition); // no other thread sees the ring yet
        return memory;
    }

    /// <summary>The index of a position: twice as much, modulo 2^32.</summary>
    private static uint IndexOf(ulong position) => (uint)position << 1;
}
