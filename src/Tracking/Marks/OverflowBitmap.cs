using System.Numerics;

namespace RingCore.Tracking;

/*
 * Where pages go that no ring has room for.
 *
 *   a thread whose ring is full              collector
 *   ---------------------------              ---------
 *   Or(word, pages)            (B1)          Exchange(hint, 0)              (B3)
 *   Or(hint, region)           (B2)          for each word of the regions in it:
 *                                              pages = ReadOnce(word)       (B4)
 *                                              adds the pages to the open round
 *                                              And(word, ~pages)            (B5)
 *
 * (B1) before (B2), and (B3) before (B4): a hint that is seen means that its pages are seen. A collector that comes by between (B1) and
 * (B2) may take the pages early, and the hint then leads to an empty word; or it finds them with the next drain, since the hint is still to
 * be set. (B4) needs no more than its place after (B3), which is a full fence. (B5) takes away just what (B4) saw: what was added in
 * between stays, and its hint is still to come. Each page is in the bitmap or in the round at each moment, so that a collector that dies
 * between (B3) and (B5) loses none: its successor sets all hints (B6).
 */

/// <summary>One bit per page plus one word that says in which 64th of them to look; the words are the caller's.</summary>
/// <typeparam name="TFence">The door to the words.</typeparam>
internal readonly unsafe struct OverflowBitmap<TFence>
    where TFence : IFencePoints
{
    private readonly ulong* _hint;
    private readonly ulong* _words;
    private readonly long _length;
    private readonly int _regionShift;

    /// <summary>Views the words as a bitmap.</summary>
    /// <param name="hint">A word that nothing else is in.</param>
    /// <param name="words">One for every 64 pages.</param>
    /// <param name="pages">Number of pages, 1 or more.</param>
    internal OverflowBitmap(ulong* hint, ulong* words, long pages)
    {
        _hint = hint;
        _words = words;
        _length = (pages + 63) >> 6;
        // The smallest power of two of words of which 64 cover all.
        _regionShift = _length <= 64 ? 0 : BitOperations.Log2((ulong)(_length - 1)) - 5;
    }

    /// <summary>Adds the pages 64 <paramref name="word"/> + k for each bit k of <paramref name="mask"/>. Any thread.</summary>
    internal void Add(long word, ulong mask)
    {
        _ = TFence.Or(_words + word, mask); // (B1) pairs with (B4), DrainInto
        _ = TFence.Or(_hint, 1UL << (int)(word >> _regionShift)); // (B2) pairs with (B3), DrainInto
    }

    /// <summary>Makes the next drain look everywhere: a predecessor may have died between taking the hint and taking the pages.</summary>
    internal void SuspectAll() => TFence.WriteOnce(_hint, ulong.MaxValue); // (B6) takes no hint away; ordered by (B3), DrainInto

    /// <summary>Moves what is there into a set.</summary>
    /// <returns>Pages that were there.</returns>
    internal long DrainInto(PageSet<TFence> set)
    {
        if (TFence.ReadOnce(_hint) == 0) // (B7) no pair: saves the exchange; a hint not seen yet is there for the next drain
            return 0;
        ulong regions = TFence.Exchange(_hint, 0); // (B3) pairs with (B2), Add
        long taken = 0;
        for (; regions != 0; regions &= regions - 1)
        {
            long first = (long)BitOperations.TrailingZeroCount(regions) << _regionShift;
            long end = long.Min(first + (1L << _regionShift), _length);
            for (long word = first; word < end; word++)
            {
                ulong mask = TFence.ReadOnce(_words + word); // (B4) pairs with (B1), Add
                if (mask == 0)
                    continue;
                _ = set.Add(word, mask);
                _ = TFence.And(_words + word, ~mask); // (B5) pairs with (B1), Add
                taken += BitOperations.PopCount(mask);
            }
        }

        return taken;
    }
}
