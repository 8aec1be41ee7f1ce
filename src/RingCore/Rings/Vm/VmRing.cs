using RingCore.Layouts;

namespace RingCore;

/*
 *   producer (any of them)                     collector, resetter: as in the flagged ring, IFlaggedEntry
 *   ----------------------
 *   ReadOnce(avail)                 (V1)
 *   LoadAcquire(reset)              (P2)       pairs with (R2), Resetter
 *   CompareExchange(avail, +1)      (V2)       claims one entry; pairs with the other producers' (V1) and (V2)
 *   payload, plain
 *   StoreRelease(state, 01)         (P1)       pairs with (H1), Collector
 *
 *   (V1) needs no order: a stale index fails at (V2), and one older than the reset index is read again.
 *   Entries are published out of order: a producer that stalls between (V2) and (P1) holds up the collector at its entry, and the others
 *   only once the ring is full. So the collector acquires entry by entry, never a block by its last.
 */

/// <summary>The flagged ring for writes that belong to no writer: any number of threads push into it.</summary>
/// <typeparam name="TFence">The door to shared memory.</typeparam>
public partial class VmRing<TFence>
    : DirtyRing<VmRing<TFence>.SharedProducer, FlaggedRing<TFence, GfnEntry<KvmStates>, DirtyPage>.CollectorHandle, FlaggedRing<TFence, GfnEntry<KvmStates>, DirtyPage>.ResetterHandle>
    where TFence : IFencePoints
{
    /// <summary>Makes a ring in memory of its own.</summary>
    /// <param name="geometry">Its numbers; entries have 16 bytes.</param>
    /// <param name="slots">The pages that exist: a reset keeps others from its sink. Null: all do.</param>
    /// <param name="firstPosition">Where the free-running counters start: at most 2^63 - 1; near 2^32 to try their wrap.</param>
    /// <exception cref="System.ArgumentOutOfRangeException"><paramref name="firstPosition"/> is beyond its range.</exception>
    /// <exception cref="System.ArgumentException">The geometry is not of 16-byte entries.</exception>
    /// <exception cref="System.PlatformNotSupportedException">The host is not 64-bit and little-endian, or cannot run the harvester that the environment names.</exception>
    public VmRing(RingGeometry geometry, SlotTable? slots = null, ulong firstPosition = 0)
        : this(new RingMemory(FlaggedRing<TFence, GfnEntry<KvmStates>, DirtyPage>.Checked(geometry, slots), firstPosition), slots)
    {
    }

    private VmRing(RingMemory memory, SlotTable? slots)
        : base(
            new SharedProducer(memory),
            new FlaggedRing<TFence, GfnEntry<KvmStates>, DirtyPage>.CollectorHandle(memory, slots, ordered: false),
            new FlaggedRing<TFence, GfnEntry<KvmStates>, DirtyPage>.ResetterHandle(memory, slots))
    {
    }

    private protected override EntryCondition LookAt(ulong position) => EntryLook.At(Producer.Memory, position, hasLaps: false);
}
