using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using RingCore.Diagnostics;
using RingCore.Platform;

namespace RingCore;

/*
 * One producer, one consumer, two free-running indices; the producer's is spread over the words of PublishedBlocks.
 *
 *   producer                                    consumer
 *   --------                                    --------
 *   LoadAcquire(head)            (Q4)           LoadAcquire(block's word)     (Q2)
 *   items, plain                                items, plain: read, let go, marked
 *   StoreRelease(block's word)   (Q1)           StoreRelease(head)            (Q3)
 *   ReadOnce(consumerWaits)      (W1)           ReadOnce(producerWaits)       (W1)
 *
 *   at its end: the error, plain                when it finds nothing:
 *   StoreRelease(producerEnded)  (Q5)           LoadAcquire(producerEnded)    (Q6)
 *                                               LoadAcquire(block's word)     (Q2) once more
 *
 *   (Q1) pairs with (Q2): who sees the index sees the items before it, and everything the producer wrote before it pushed them.
 *   (Q3) pairs with (Q4): the consumer's loads of an item, and what it did before, are done before the producer writes the slot again.
 *   (Q5) pairs with (Q6): who sees the end sees, in a look that comes after, every item that was published before it, and the error.
 *   (W1) is Waiter's. consumerEnded needs no order: nothing is read because of it.
 *
 * A producer that fills slots in place says so, for a consumer that asks whether it stands still:
 *
 *   the producer with a claim                   the consumer that asks
 *   -------------------------                   ----------------------
 *   WriteOnce(claim, p)          (Q7)           ReadOnce(claim) is p, the next     (Q9)
 *   items, plain                                LoadAcquire(block's word): nothing (Q2)
 *   StoreRelease(block's word)   (Q1)
 *   WriteOnce(claim, none)       (Q8)
 *
 *   None of the three needs an order. The word has the claim's position: a consumer that is elsewhere concludes nothing from it, be it old or new. From (Q7) until the
 *   claim is committed or given back no item is at p, and (Q1), a release, lets nobody see an item before the (Q7) and (Q8) ahead of it. So where a consumer at p reads
 *   the claim and finds no item, whichever load comes first, there was a moment from the one to the other at which the claim was open and nothing published. (Q2)
 *   is for the time between (Q1) and (Q8): its word is coherent, so who has seen the item, or has heard of it, sees it there again, and is told of no stall.
 *
 * The parties are threads of one process, which see the ring by one mapping: nothing is flushed.
 */

/// <summary>A ring of items from one producer to one consumer: two free-running indices, and slots that hold the items alone.</summary>
/// <remarks>
/// Positions are 64-bit and private; 32 bits of them are shared. Most users want <see cref="SpscRing{T}"/> or <see cref="ManagedSpscRing{T}"/>, which name the
/// other type arguments; handles are named by them too, as <c>SpscRing&lt;Order&gt;.ProducerHandle</c>.
/// </remarks>
/// <typeparam name="TFence">The door to shared memory.</typeparam>
/// <typeparam name="T">The items.</typeparam>
/// <typeparam name="TSlots">Where they stand.</typeparam>
[DebuggerDisplay("{LookText,nq}")]
[DebuggerTypeProxy(typeof(TypedRingView))]
public partial class SpscRing<TFence, T, TSlots> : IDisposable, ITypedRing
    where TFence : IFencePoints
    where TSlots : struct, ISlots<T>
{
    /// <summary>Makes a ring.</summary>
    /// <param name="options">Its numbers and policies.</param>
    /// <param name="firstPosition">Where the free-running counters start: at most 2^63 - 1; near 2^32 to try their wrap.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="PlatformNotSupportedException">The host is not 64-bit and little-endian.</exception>
    public unsafe SpscRing(TypedRingOptions options, ulong firstPosition = 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        HostRequirements.Check<TFence>();
        Options = options.Checked();
        int blockItems = PublishedBlocks.ItemsFor(options.Capacity, Unsafe.SizeOf<T>());
        TypedMemory memory = new(
            TSlots.NativeBytes(options.Capacity), firstPosition, PublishedBlocks.BytesFor(options.Capacity, blockItems), options.SizeFor<T>());
        PublishedBlocks blocks = new(memory.Behind, options.Capacity, blockItems, firstPosition);
        TSlots slots = default;
        slots.Place(memory.Slots, options.Capacity);
        Producer = new ProducerHandle(memory, blocks, slots, options);
        Consumer = new ConsumerHandle(memory, blocks, slots, options);
        RingTrace.Made(this);
    }

    /// <summary>The ring's numbers and policies.</summary>
    public TypedRingOptions Options { get; }

    /// <summary>Publishes.</summary>
    public ProducerHandle Producer { get; }

    /// <summary>Takes.</summary>
    public ConsumerHandle Consumer { get; }

    TracedMemory ILiveRing.Memory => Producer.Memory;

    int ILiveRing.Seat { get; set; }

    TypedHandle ITypedRing.ProducerSeen => Producer;

    TypedHandle ITypedRing.ConsumerSeen => Consumer;

    FullPolicy? ITypedRing.WhenFull => Options.WhenFull;

    ulong? ITypedRing.HeldPosition => Producer.ClaimedPosition;

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
        totals.Design = typeof(TSlots) == typeof(ManagedSlots<T>) ? RingDesigns.ManagedSpsc : RingDesigns.Spsc;
        Consumer.AddTo(ref totals);
        Producer.AddTo(ref totals);
    }
}
