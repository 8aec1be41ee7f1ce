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
 *        order: nobody acts on it but the producer, by (P2), and a collector that meets it stops. Where states carry the lap
 *        (LapStates) there is no 00: a state of an earlier lap is free.
 */

/// <summary>
/// The transitions of a flagged entry, over one of its layouts. They own the ordering; the loops that use them have none.
/// </summary>
/// <remarks>Entries that are given by an address and a count are contiguous and of one lap, <see cref="IEntryStates"/>.</remarks>
/// <typeparam name="TItem">What a span over entries shows of one.</typeparam>
public unsafe interface IFlaggedEntry<TItem>
    where TItem : unmanaged
{
    /// <summary>Bytes per entry.</summary>
    static abstract int Bytes { get; }

    /// <summary>Whether entries name no slot, so that a slot table must.</summary>
    static abstract bool NeedsSlots { get; }

    /// <summary>Whether freeing an entry writes to it.</summary>
    static abstract bool ResetWrites { get; }

    /// <summary>free → published.</summary>
    /// <returns>False, and nothing written, where the layout cannot express the page.</returns>
    static abstract bool TryPublish<TFence>(byte* entry, DirtyPage page, uint lap, SlotTable? slots)
        where TFence : IFencePoints;

    /// <summary>free → published, in order.</summary>
    /// <returns>Pages published: all, or those before one that the layout cannot express.</returns>
    static abstract int Publish<TFence>(byte* entries, DirtyPage* pages, int count, uint lap, SlotTable? slots)
        where TFence : IFencePoints;

    /// <summary>Whether the entry is published and not yet harvested.</summary>
    static abstract bool IsPublished<TFence>(byte* entry, uint lap)
        where TFence : IFencePoints;

    /// <summary>Takes the page of a published entry, and leaves the entry as it is until <see cref="SetHarvested"/>.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="lap">Its lap.</param>
    /// <param name="slots">For layouts that name no slot.</param>
    /// <param name="page">The page.</param>
    /// <param name="inRange">Whether the slots have the page, where the layout needs them to name it.</param>
    /// <returns>False where the entry is not published.</returns>
    static abstract bool TryTake<TFence>(byte* entry, uint lap, SlotTable? slots, out DirtyPage page, out bool inRange)
        where TFence : IFencePoints;

    /// <summary>published → harvested, of entries that this thread has seen published.</summary>
    static abstract void SetHarvested<TFence>(byte* entries, int count, uint lap)
        where TFence : IFencePoints;

    /// <summary>published → harvested, of a cache line of entries that this thread has seen published.</summary>
    static abstract void SetLineHarvested<TFence>(byte* line, uint lap)
        where TFence : IFencePoints;

    /// <summary>Harvests entries.</summary>
    /// <param name="entries">The first.</param>
    /// <param name="count">Most to take.</param>
    /// <param name="lap">Their lap.</param>
    /// <param name="pages">Receives the pages; has room for <paramref name="count"/>.</param>
    /// <param name="slots">For layouts that name no slot.</param>
    /// <param name="ordered">Whether one producer publishes in order, so that a block may be acquired by its last entry.</param>
    /// <param name="outOfRange">Entries taken that name no page of the slots; <paramref name="pages"/> has none of them.</param>
    /// <returns>Entries taken.</returns>
    static abstract int Harvest<TFence>(byte* entries, int count, uint lap, DirtyPage* pages, SlotTable? slots, bool ordered, out int outOfRange)
        where TFence : IFencePoints;

    /// <summary>Harvests entries as they stand, but for their states.</summary>
    /// <param name="entries">The first.</param>
    /// <param name="count">Most to take.</param>
    /// <param name="lap">Their lap.</param>
    /// <param name="items">Receives them, state bits zero; has room for <paramref name="count"/>.</param>
    /// <param name="ordered">Whether one producer publishes in order, so that a block may be acquired by its last entry.</param>
    /// <returns>Entries taken.</returns>
    static abstract int HarvestItems<TFence>(byte* entries, int count, uint lap, TItem* items, bool ordered)
        where TFence : IFencePoints;

    /// <summary>Reads harvested entries, each once, and leaves them as they are until <see cref="SetFree"/>.</summary>
    /// <param name="entries">The first.</param>
    /// <param name="count">Most to read.</param>
    /// <param name="lap">Their lap.</param>
    /// <param name="pages">Receives a page for each; where the layout needs slots to name it and none has it, one that no slot has.</param>
    /// <param name="slots">For layouts that name no slot.</param>
    /// <returns>Entries read: those before the first that is not harvested.</returns>
    static abstract int ReadHarvested<TFence>(byte* entries, int count, uint lap, DirtyPage* pages, SlotTable? slots)
        where TFence : IFencePoints;

    /// <summary>Counts harvested entries whose pages follow each other in one slot, by blocks, and leaves them as they are until <see cref="SetFree"/>.</summary>
    /// <param name="entries">The first.</param>
    /// <param name="count">Most to count.</param>
    /// <param name="lap">Their lap.</param>
    /// <param name="slots">For layouts that name no slot.</param>
    /// <param name="first">The first page.</param>
    /// <returns>How many; 0 where there are less than a block of them.</returns>
    static abstract int CountHarvestedRun<TFence>(byte* entries, int count, uint lap, SlotTable? slots, out DirtyPage first)
        where TFence : IFencePoints;

    /// <summary>harvested → free; the producer learns of it by the reset index.</summary>
    static abstract void SetFree<TFence>(byte* entries, int count)
        where TFence : IFencePoints;
}
