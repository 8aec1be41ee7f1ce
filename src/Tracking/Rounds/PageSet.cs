using System.Numerics;

namespace RingCore.Tracking;

/// <summary>
/// A set of page numbers as a bitmap of 64-ary levels: adding, walking and clearing cost what the pages in it cost, whatever the size of
/// the memory. Belongs to one thread at a time.
/// </summary>
/// <remarks>
/// <code>
///  level 2          [word 0]                        bit k: word k of level 1 is not zero
///  level 1     [word 0][word 1]...                  bit k: word k of level 0 is not zero
///  level 0  [word 0][word 1][word 2][word 3]...     bit k of word w: page 64 w + k is in the set
/// </code>
/// The words are the caller's and outlive this object, which is only a view of them: a second view over the same words has the same pages.
/// Upper levels are set before and cleared after the lower ones, so that a view made after the first one's thread died in between finds
/// every page (an upper bit over an empty word is allowed and costs a look). The reads are plain; whoever hands the set to another thread
/// orders the accesses. Each store is one that the compiler leaves in its place: a process that is killed leaves the words as its program
/// stood, and what it stored into two sets in turn is in one of them.
/// </remarks>
/// <typeparam name="TFence">The door to the words.</typeparam>
internal sealed unsafe class PageSet<TFence>
    where TFence : IFencePoints
{
    private readonly ulong*[] _levels;
    private readonly long[] _lengths;

    /// <summary>Views the words as a set; zeros are the empty set.</summary>
    /// <param name="words">As many as <see cref="WordsFor"/> says.</param>
    /// <param name="pages">Page numbers are 0 to one less; 1 or more.</param>
    internal PageSet(ulong* words, long pages)
    {
        int levels = 1;
        for (long length = Words(pages); length > 1; length = Words(length))
            levels++;
        _levels = new ulong*[levels];
        _lengths = new long[levels];
        long words0 = Words(pages);
        for (int level = 0; level < levels; level++)
        {
            _levels[level] = words;
            _lengths[level] = words0;
            words += words0;
            words0 = Words(words0);
        }

        for (long word = NextWord(0, out ulong bits); word >= 0; word = NextWord(word + 1, out bits))
            Count += BitOperations.PopCount(bits);
    }

    /// <summary>Pages in the set.</summary>
    internal long Count { get; private set; }

    /// <summary>Words that a set of so many pages needs.</summary>
    internal static long WordsFor(long pages)
    {
        long sum = 0;
        long length = pages;
        do
            sum += length = Words(length);
        while (length > 1);
        return sum;
    }

    /// <summary>Adds a page.</summary>
    /// <returns>False where it was in the set.</returns>
    internal bool Add(long page) => Add(page >> 6, 1UL << (int)(page & 63)) != 0;

    /// <summary>Adds the pages 64 <paramref name="word"/> + k for each bit k of <paramref name="mask"/>.</summary>
    /// <returns>The bits that were not in the set.</returns>
    internal ulong Add(long word, ulong mask)
    {
        ulong* leaf = _levels[0] + word;
        ulong old = TFence.ReadPlain(leaf);
        if (old == 0 && mask != 0)
            SetAbove(word);
        TFence.WriteOnce(leaf, old | mask);
        ulong added = mask & ~old;
        Count += BitOperations.PopCount(added);
        return added;
    }

    /// <summary>Takes out the pages 64 <paramref name="word"/> + k for each bit k of <paramref name="mask"/>.</summary>
    internal void Remove(long word, ulong mask)
    {
        ulong old = TFence.ReadPlain(_levels[0] + word);
        ulong removed = old & mask;
        if (removed == 0)
            return;
        Count -= BitOperations.PopCount(removed);
        if (removed == old)
            RemoveWord(word);
        else
            TFence.WriteOnce(_levels[0] + word, old & ~mask);
    }

    /// <summary>Whether all pages 64 <paramref name="word"/> + k are in the set, for each bit k of <paramref name="mask"/>.</summary>
    internal bool ContainsAll(long word, ulong mask) => (TFence.ReadPlain(_levels[0] + word) & mask) == mask;

    /// <summary>Whether the page is in the set.</summary>
    internal bool Contains(long page) => (TFence.ReadPlain(_levels[0] + (page >> 6)) >> (int)(page & 63) & 1) != 0;

    /// <summary>The first word at or after <paramref name="from"/> that has pages, in ascending order.</summary>
    /// <param name="from">0 or more.</param>
    /// <param name="bits">Bit k stands for page 64 w + k of the word w that is returned.</param>
    /// <returns>The word's number, or -1.</returns>
    internal long NextWord(long from, out ulong bits)
    {
        int level = 0;
        while (true)
        {
            long index = from >> 6;
            if (level + 1 == _levels.Length)
            {
                // The top is one word: level 0 itself where the set is that small.
                if (level > 0 || from > 0)
                    break;
                bits = TFence.ReadPlain(_levels[0]);
                return bits != 0 ? 0 : -1;
            }

            ulong above = index < _lengths[level + 1] ? TFence.ReadPlain(_levels[level + 1] + index) : 0;
            above &= ulong.MaxValue << (int)(from & 63);
            if (above == 0)
            {
                from = index + 1;
                level++;
                continue;
            }

            from = (index << 6) + BitOperations.TrailingZeroCount(above);
            if (level > 0)
            {
                from <<= 6;
                level--;
                continue;
            }

            bits = TFence.ReadPlain(_levels[0] + from);
            if (bits != 0)
                return from;
            from++;
        }

        bits = 0;
        return -1;
    }

    /// <summary>Moves all pages to another set of the same size; every page is in one of the two, or in both, at each moment.</summary>
    internal void MoveInto(PageSet<TFence> other)
    {
        for (long word = NextWord(0, out ulong bits); word >= 0; word = NextWord(word + 1, out bits))
        {
            _ = other.Add(word, bits);
            RemoveWord(word);
        }

        Count = 0;
    }

    /// <summary>Empties the set.</summary>
    internal void Clear()
    {
        for (long word = NextWord(0, out _); word >= 0; word = NextWord(word + 1, out _))
            RemoveWord(word);
        Count = 0;
    }

    private static long Words(long bits) => (bits + 63) >> 6;

    private void SetAbove(long word)
    {
        for (int level = _levels.Length - 1; level > 0; level--)
        {
            long bit = word >> (6 * (level - 1));
            ulong* above = _levels[level] + (bit >> 6);
            TFence.WriteOnce(above, TFence.ReadPlain(above) | (1UL << (int)(bit & 63)));
        }
    }

    private void RemoveWord(long word)
    {
        TFence.WriteOnce(_levels[0] + word, 0);
        for (int level = 1; level < _levels.Length; level++)
        {
            ulong* above = _levels[level] + (word >> 6);
            ulong left = TFence.ReadPlain(above) & ~(1UL << (int)(word & 63));
            TFence.WriteOnce(above, left);
            if (left != 0)
                break;
            word >>= 6;
        }
    }
}
