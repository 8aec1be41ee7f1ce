using System;
using RingCore.Layouts;

namespace RingCore.Benchmarks.SingleThread;

/// <summary>The pages of a lap: the same for all parties and in every run.</summary>
internal static class Pages
{
    /// <summary>Entries per ring and per lap.</summary>
    internal const int Entries = 4096;

    /// <summary>
    /// Pages of the array that a lap is harvested into, again and again. An array as large as the ring would have every figure measure the
    /// second-level cache: entries and pages together are larger than the first.
    /// </summary>
    internal const int BatchPages = 512;

    /// <summary>Pages of the one memory slot: 1 TiB.</summary>
    internal const ulong SlotPages = 1UL << 28;

    /// <summary>Neighbouring pages, in order.</summary>
    internal static DirtyPage[] Sequential()
    {
        DirtyPage[] pages = new DirtyPage[Entries];
        for (int i = 0; i < pages.Length; i++)
            pages[i] = new DirtyPage(0, (ulong)i);
        return pages;
    }

    /// <summary>Pages that hardly ever coalesce.</summary>
    internal static DirtyPage[] Random()
    {
        Random random = new(20261);
        DirtyPage[] pages = new DirtyPage[Entries];
        for (int i = 0; i < pages.Length; i++)
            pages[i] = new DirtyPage(0, (ulong)random.NextInt64((long)SlotPages));
        return pages;
    }

    /// <summary>Compares what a lap's last batch gave with what was published.</summary>
    /// <exception cref="InvalidOperationException">They differ.</exception>
    internal static void Check(string party, ReadOnlySpan<DirtyPage> published, ReadOnlySpan<DirtyPage> harvested)
    {
        if (harvested.Length != published.Length)
            throw new InvalidOperationException($"{party}: {published.Length} pages were published and {harvested.Length} harvested.");
        for (int i = 0; i < published.Length; i++)
        {
            if (harvested[i] != published[i])
                throw new InvalidOperationException($"{party}: entry {i} held {published[i]} and {harvested[i]} was harvested.");
        }
    }

    /// <summary>As the other, with frame numbers of a slot that begins at frame 0.</summary>
    /// <exception cref="InvalidOperationException">They differ.</exception>
    internal static unsafe void Check(string party, ReadOnlySpan<DirtyPage> published, ulong* frames)
    {
        for (int i = 0; i < published.Length; i++)
            Check(party, published.Slice(i, 1), [new DirtyPage(0, frames[i])]);
    }

    /// <summary>Compares a count with the lap's.</summary>
    /// <exception cref="InvalidOperationException">They differ.</exception>
    internal static void CheckCount(string party, long pages)
    {
        if (pages != Entries)
            throw new InvalidOperationException($"{party}: a lap has {Entries} pages, and {pages} were counted.");
    }
}
