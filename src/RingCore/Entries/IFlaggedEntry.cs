using RingCore.Layouts;

namespace RingCore;

/*
 * The life of a flagged entry: 00 free -> 01 published -> 1x harvested -> 00 free. Each state belongs to one party, and each hand-over is
 * a release by the one and an acquire by the next: "the dirty page ring is essentially two ring buffers in one" (Paolo Bonzini).
 *
 *   producer                          collector                          resetter
 *   --------                          ---------                          --------
 *   LoadAcquire(reset index)    (P2)
 *   payload, plain
 *   StoreRelease(state, 01)     (P1)  LoadAcquire(state)           (H1)
 *                                     payload, plain
 *                                     StoreRelease(state, 10)      (H2)  LoadAcquire(state)            (R1)
 *                                                                        payload, plain
 *                                                                        WriteOnce(state, 00)
 *                                                                        StoreRelease(reset index)     (R2)
 *
 *   (P1) pairs with (H1): who sees 01 sees the payload, and everything the producer wrote before its push: the page itself.
 *   (H2) pairs with (R1): the collector's loads of the payload are done before the resetter frees the entry. Without it the next lap's
 *        push, made possible by the reset, could be seen by the old reader.
 *   (R1) also carries the payload from producer to resetter, through the collector: (P1), (H1), (H2), (R1) is one chain.
 *   (R2) pairs with (P2): the resetter's loads and its 00 are done before the producer writes the entry again. The 00 itself needs no
 *        order: nobody acts on it but the producer, by (P2), and a collector that meets it stops.
 */

/// <summary>
/// The transitions of a flagged entry, over one of its layouts. They own the ordering; the loops that use them have none.
/// </summary>
/// <typeparam name="TItem">What a span over entries shows of one.</typeparam>
public unsafe interface IFlaggedEntry<TItem>
    where TItem : unmanaged
{
    /// <summary>Bytes per entry.</summary>
    static abstract int Bytes { get; }

    /// <summary>Whether entries name no slot, so that a slot table must.</summary>
    static abstract bool NeedsSlots { get; }

    /// <summary>free → published.</summary>
    /// <returns>False, and nothing written, where the layout cannot express the page.</returns>
    static abstract bool TryPublish<TFence>(byte* entry, DirtyPage page, SlotTable? slots)
        where TFence : IFencePoints;

    /// <summary>Whether the entry is published and not yet harvested.</summary>
    static abstract bool IsPublished<TFence>(byte* entry)
        where TFence : IFencePoints;

    /// <summary>published → harvested, of an entry that this thread has seen published.</summary>
    static abstract void SetHarvested<TFence>(byte* entry)
        where TFence : IFencePoints;

    /// <summary>Harvests contiguous entries.</summary>
    /// <param name="entries">The first.</param>
    /// <param name="count">Most to take.</param>
    /// <param name="pages">Receives the pages; has room for <paramref name="count"/>.</param>
    /// <param name="slots">For layouts that name no slot.</param>
    /// <param name="ordered">Whether one producer publishes in order, so that a block may be acquired by its last entry.</param>
    /// <param name="outOfRange">Entries taken that name no page of the slots; <paramref name="pages"/> has none of them.</param>
    /// <returns>Entries taken.</returns>
    static abstract int Harvest<TFence>(byte* entries, int count, DirtyPage* pages, SlotTable? slots, bool ordered, out int outOfRange)
        where TFence : IFencePoints;

    /// <summary>Reads a harvested entry once.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="slots">Where the page must exist; null: anywhere.</param>
    /// <param name="page">The page.</param>
    /// <param name="inRange">Whether the slots have the page.</param>
    /// <returns>False where the entry is not harvested.</returns>
    static abstract bool TryReadHarvested<TFence>(byte* entry, SlotTable? slots, out DirtyPage page, out bool inRange)
        where TFence : IFencePoints;

    /// <summary>harvested → free.</summary>
    static abstract void SetFree<TFence>(byte* entry)
        where TFence : IFencePoints;
}
