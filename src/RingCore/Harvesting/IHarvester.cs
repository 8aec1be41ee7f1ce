using RingCore.Layouts;

namespace RingCore;

/*
 * The block-acquire argument, on which every vector harvester stands.
 *
 *   producer (one, in order)                    collector
 *   ------------------------                    ---------
 *   payload of entry 0                          LoadAcquire(state of entry n-1)     (H1)
 *   StoreRelease(state of entry 0)   (P1)         if published:
 *   …                                           wide loads of entries 0 … n-1, unordered among themselves
 *   payload of entry n-1                        StoreRelease(state of each entry)   (H2)
 *   StoreRelease(state of entry n-1) (P1)
 *
 * (P1) orders all that the producer did before it, the earlier entries' payloads and states included; so an acquire that sees entry n-1
 * published makes entries 0 … n-1 readable by plain loads of any width. It holds for one producer that publishes in order, and for
 * no other: a ring with many producers is harvested entry by entry. (H2) orders the loads of the payload before the entry's hand-over;
 * it stores the state alone, entry by entry: a store of the whole line would write payloads too, and a late element of it could land on the
 * next lap's push.
 *
 * The resetter's block is the same one step on: the collector (one, in order) releases the states of entries 0 … n-1 (H2), and an acquire that
 * sees entry n-1 harvested (R1) makes all of them readable.
 *
 * Where TFence.OrdersWideAccesses, an aligned 16-byte part of a wide access is atomic and in total store order: a state is loaded with its
 * payload, so there is nothing to acquire, and stored with it, so that a mark is the wide store itself: it is the last that the collector does
 * to the entry, and no part of it can be late, because the resetter takes an entry only when its own part has landed.
 */

/// <summary>A strategy of stepping over entries. All give the same result: the longest run of entries in the step's state, in order.</summary>
/// <remarks>
/// The loops are not inlined into their callers: there the JIT keeps their vectors on the stack, because no vector register survives
/// the calls beside them, and loads and stores them in every block.
/// </remarks>
internal unsafe interface IHarvester
{
    /// <summary>Takes 16-byte entries.</summary>
    /// <param name="entries">The first entry; <paramref name="count"/> of them are contiguous.</param>
    /// <param name="count">Most entries to take.</param>
    /// <param name="lap">The lap that they are in.</param>
    /// <param name="pages">Receives the pages.</param>
    /// <returns>Entries taken, and left as the step leaves them.</returns>
    static abstract int Take<TFence, TStep>(KvmDirtyGfn* entries, int count, uint lap, DirtyPage* pages)
        where TFence : IFencePoints
        where TStep : IEntryStep;

    /// <summary>Takes 8-byte entries.</summary>
    /// <param name="entries">The first entry; <paramref name="count"/> of them are contiguous.</param>
    /// <param name="count">Most entries to take.</param>
    /// <param name="lap">The lap that they are in.</param>
    /// <param name="addresses">Receives the page addresses, their low 12 bits zero.</param>
    /// <returns>Entries taken, and left as the step leaves them.</returns>
    static abstract int Take<TFence, TStep>(DirtyPageAddress* entries, int count, uint lap, ulong* addresses)
        where TFence : IFencePoints
        where TStep : IEntryStep;

    /// <summary>Copies 16-byte entries without states that an index has published already.</summary>
    static abstract void Copy<TFence>(KvmDirtyGfn* entries, int count, DirtyPage* pages)
        where TFence : IFencePoints;
}
