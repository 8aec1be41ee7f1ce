using System.Runtime.CompilerServices;

namespace RingCore.Tracking;

/*
 * One bit per page, shared by all writers: "somebody has told the collector about this page, and it has not been reset since".
 *
 *   writer, any number of them                      collector, one at a time
 *   --------------------------                      ------------------------
 *   stores its data into the page                   harvests the page, adds it to the open round
 *   LoadAcquire(mark)            (M1)               ...the round is closed, then reset:
 *   set: done                                       And(mark, ~page)             (M3)
 *   clear: Or(mark, page)        (M2)               ProcessWideFence()           (M4)   once for the whole round
 *          was clear: pushes the page               reads the page
 *
 * Invariant: a set mark means that the page is on its way: a writer between (M2) and its push, a ring, the overflow bitmap, the open
 * round, or a collected round that has not been reset. So a writer that finds the mark set need not push, if its data is there for the
 * read.
 *
 * Is it? The writer's data store and (M1) are a store-load pair, as are (M3) and the read of the page: Dekker's algorithm. Each processor
 * may let the load overtake the store, x86 too, and then both sides miss each other: the writer sees the old mark, the collector the old
 * page. The collector's half is fenced by (M4). (M4) is also a full fence somewhere in the instruction stream of every thread of the
 * process, which leaves three places for it in the writer:
 *   before the data store:   (M1) comes after (M4), hence after (M3): it finds the mark clear, or set anew by somebody whose push is of
 *                            the next round. The page comes again; what this round reads of it does not matter.
 *   between store and (M1):  the store is out before the read: this round has the data. (M1) sees (M3): the page comes again, harmlessly.
 *   after (M1):              the store is out before the read, whatever (M1) saw: this round has the data.
 * In no place is the data missing from this round and the page missing from the next. The fast path, mark already set, is one load.
 *
 * For that only (M1)'s order after the data store counts, and it is (M4)'s to give. The JIT must keep that order too: Writer.MarkDirty is not
 * inlined, and no store moves across a call. (M1) is an acquire for a writer that finds the mark set and then collects by itself: its collecting
 * must not look for the page before it was told "marked" (MarksInProgress); taking a lock in between promises as much for later accesses only.
 * The store may be another thread's, a native library's or the kernel's, if that one is done, by any synchronisation, before the mark is
 * tested. (M2) is a full fence: data before mark before push, so that the reset of a page whose mark it set sees the data; its winner is
 * unique. (M3) is atomic because its neighbours' bits are the writers' to set. (M4) reaches the threads of this process only. A writer in
 * another process would fence between its store and (M1).
 */

/// <summary>The marks of all pages; the words are the caller's.</summary>
/// <typeparam name="TFence">The door to the words.</typeparam>
internal readonly unsafe struct MarkBitmap<TFence>
    where TFence : IFencePoints
{
    private readonly ulong* _words;

    /// <summary>Views the words as marks.</summary>
    /// <param name="words">One for every 64 pages.</param>
    internal MarkBitmap(ulong* words) => _words = words;

    /// <summary>Words that so many pages need.</summary>
    internal static long WordsFor(long pages) => (pages + 63) >> 6;

    /// <summary>
    /// Whether the pages 64 <paramref name="word"/> + k are marked for each bit k of <paramref name="mask"/>, after they were written:
    /// then there is nothing left to do for their writer. Any thread.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool AreSet(long word, ulong mask) => (TFence.LoadAcquire(_words + word) & mask) == mask; // (M1) pairs with (M2), Set, and (M4), Rearm

    /// <summary>Marks pages of one word, after they were written. Any thread.</summary>
    /// <returns>The bits that this call set: their pages are the caller's to push, and nobody else's.</returns>
    internal ulong Set(long word, ulong mask) => mask & ~TFence.Or(_words + word, mask); // (M2) pairs with (M3), Rearm, and (M5), CopyInto

    /// <summary>
    /// Clears the marks of all pages of the set; on return every write of this process that found a mark set is there to be read.
    /// </summary>
    internal void Rearm(PageSet<TFence> pages)
    {
        for (long word = pages.NextWord(0, out ulong bits); word >= 0; word = pages.NextWord(word + 1, out bits))
            _ = TFence.And(_words + word, ~bits); // (M3) pairs with (M1), AreSet, and (M2), Set
        TFence.ProcessWideFence(); // (M4) pairs with the writer's program order, data before (M1)
    }

    /// <summary>
    /// Marks the pages of a set that go back to the open round: they are on their way again, and their writers need not push them.
    /// </summary>
    internal void Restore(PageSet<TFence> pages)
    {
        for (long word = pages.NextWord(0, out ulong bits); word >= 0; word = pages.NextWord(word + 1, out bits))
            _ = TFence.Or(_words + word, bits); // (M6) pairs with (M1), AreSet, and (M2), Set, like any mark
    }

    /// <summary>Adds every marked page to a set, wherever the page is on its way. Costs a look at all words.</summary>
    /// <param name="set">Takes the pages.</param>
    /// <param name="pages">Number of all pages.</param>
    internal void CopyInto(PageSet<TFence> set, long pages)
    {
        long words = WordsFor(pages);
        for (long word = 0; word < words; word++)
        {
            ulong marked = TFence.ReadOnce(_words + word); // (M5) pairs with (M2), Set; ordered by MarksInProgress
            if (marked != 0)
                _ = set.Add(word, marked);
        }
    }
}
