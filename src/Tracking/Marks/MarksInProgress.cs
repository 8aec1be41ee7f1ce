namespace RingCore.Tracking;

/*
 * A page whose mark is set but which is not pushed yet, and what follows for others.
 *
 *   writer A                              writer B                        collector, called by B or after B
 *   --------                              --------                        ---------------------------------
 *   count up                 (G1)                                         LoadAcquire(count)            (G3)
 *   Or(mark)                 (M2)         stores data into the            drains all rings
 *   . . .                                 same page; finds the            count was 0: every marked page is in the round
 *   pushes the page                       mark set: done                  count was not: adds the marked pages, ReadOnce(mark)  (M5)
 *   count down               (G2)         collects
 *
 * B has been told "marked" while the page is still in A's hands, and its round must have the page. (G1) comes before (M2), a full fence;
 * so whoever has seen the mark, by (M1), an acquire, sees the count, or the count taken down again: that is a release (G2), after the
 * push, and (G3) an acquire, before the drain, which then finds the push. Where (G3) finds a mark in progress, the round takes the marks
 * themselves: every page on its way is marked. A's push comes into the next round, once more than needed. The same covers the VM ring,
 * whose collector cannot pass an entry that a producer has claimed and not published: what others published behind it is marked, and its
 * producer's count is up.
 */

/// <summary>How many threads are between a mark and its push; the word is the caller's.</summary>
/// <typeparam name="TFence">The door to the word.</typeparam>
internal readonly unsafe struct MarksInProgress<TFence>
    where TFence : IFencePoints
{
    private readonly uint* _count;

    /// <summary>Views a word that is 0 at first.</summary>
    internal MarksInProgress(uint* count) => _count = count;

    /// <summary>Whether a mark may be in progress. Collector, before it drains.</summary>
    internal bool Any => TFence.LoadAcquire(_count) != 0; // (G3) pairs with (G1) and (G2), the four methods below

    /// <summary>Counts up where the word has one user.</summary>
    internal void Begin() => TFence.WriteOnce(_count, 1); // (G1) pairs with (G3), Any; ordered by (M2), MarkBitmap

    /// <summary>Counts down where the word has one user.</summary>
    internal void End() => TFence.StoreRelease(_count, 0); // (G2) pairs with (G3), Any

    /// <summary>Counts up where many threads share the word.</summary>
    internal void BeginShared() => Add(1);

    /// <summary>Counts down where many threads share the word.</summary>
    internal void EndShared() => Add(uint.MaxValue);

    private void Add(uint difference)
    {
        uint seen;
        do
            seen = TFence.ReadOnce(_count); // (G4) no pair: the exchange checks it
        while (TFence.CompareExchange(_count, seen + difference, seen) != seen); // (G5) as (G1) or (G2), pairs with (G3), Any
    }
}
