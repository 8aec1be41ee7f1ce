using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>Between pages and 8-byte entries, eight of one slot at a time. What is not of that slot is left to who goes page by page.</summary>
/// <remarks>For processors with 64-byte vectors; elsewhere right and slow. The loops are not inlined, see <see cref="IHarvester"/>.</remarks>
internal static unsafe class AddressBlocks
{
    /// <summary>Entries of a block: a line of them.</summary>
    internal const int Entries = CacheLine.Bytes / DirtyPageAddress.Bytes;

    /// <summary>Publishes whole lines in order, up to one with a page that the slot does not have.</summary>
    /// <param name="line">The first entry, aligned to a line.</param>
    /// <param name="pages">The pages, in memory of the producer.</param>
    /// <param name="count">Most to publish.</param>
    /// <param name="state">The state, within the low 12 bits.</param>
    /// <param name="slot">The slot.</param>
    /// <returns>Pages published, a multiple of 8.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int Publish<TFence>(ulong* line, DirtyPage* pages, int count, ulong state, in MemorySlot slot)
        where TFence : IFencePoints
    {
        SlotBounds bounds = new(slot);
        // No carry: no frame of a slot is beyond those that the word has room for.
        Vector512<ulong> page0 = Vector512.Create(slot.BaseGfn << DirtyPageAddress.FrameShift | state);
        Vector512<ulong> upperHalf = Vector512.Create(0, 0, 0, 0, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue);
        DirtyPage* next = pages;
        DirtyPage* end = pages + (count & -Entries);
        for (; next != end; next += Entries, line += Entries)
        {
            // Read once: what was checked is what is published.
            Vector512<ulong> low = Vector512.Load((ulong*)next);
            Vector512<ulong> high = Vector512.Load((ulong*)(next + SlotBounds.Pages));
            if (!bounds.Have(low) || !bounds.Have(high))
                break;
            Vector512<ulong> offsets = Vector512.ConditionalSelect(
                upperHalf,
                Vector512.Shuffle(high, Vector512.Create(1UL, 3, 5, 7, 1, 3, 5, 7)),
                Vector512.Shuffle(low, Vector512.Create(1UL, 3, 5, 7, 1, 3, 5, 7)));
            Vector512<ulong> words = (offsets << DirtyPageAddress.FrameShift) + page0;
            if (TFence.OrdersWideAccesses)
                TFence.StoreWide512(line, words); // (P1), see X64FencePoints
            else
                SetPublished<TFence>(line, words);
            TFence.FlushAfterWrite(line, CacheLine.Bytes);
        }

        return (int)(next - pages);
    }

    /// <summary>Names the pages at addresses, up to a block with one that is outside the slot.</summary>
    /// <param name="addresses">The addresses, in private memory.</param>
    /// <param name="count">Most to name.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="pages">Receives the pages.</param>
    /// <returns>Addresses named, a multiple of 8.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int Name(ulong* addresses, int count, in MemorySlot slot, DirtyPage* pages)
    {
        Vector512<ulong> first = Vector512.Create(slot.BaseGfn);
        Vector512<ulong> limit = Vector512.Create(slot.Pages);
        Vector512<ulong> number = Vector512.Create((ulong)slot.Slot << 32);
        Vector512<ulong> offsetsPlace = Vector512.Create(0, ulong.MaxValue, 0, ulong.MaxValue, 0, ulong.MaxValue, 0, ulong.MaxValue);
        ulong* next = addresses;
        ulong* end = addresses + (count & -Entries);
        for (; next != end; next += Entries, pages += Entries)
        {
            Vector512<ulong> offsets = (Vector512.Load(next) >> DirtyPageAddress.FrameShift) - first;
            if (!Vector512.LessThanAll(offsets, limit))
                break;
            Vector512<ulong> low = Vector512.Shuffle(offsets, Vector512.Create(0UL, 0, 1, 1, 2, 2, 3, 3));
            Vector512<ulong> high = Vector512.Shuffle(offsets, Vector512.Create(4UL, 4, 5, 5, 6, 6, 7, 7));
            Vector512.ConditionalSelect(offsetsPlace, low, number).Store((ulong*)pages);
            Vector512.ConditionalSelect(offsetsPlace, high, number).Store((ulong*)(pages + SlotBounds.Pages));
        }

        return (int)(next - addresses);
    }

    /// <summary>free → published, for an entry alone or as one of a block: the word is state and payload.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SetPublished<TFence>(ulong* word, ulong value)
        where TFence : IFencePoints =>
        TFence.StoreRelease(word, value); // (P1) pairs with (H1), Collector

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SetPublished<TFence>(ulong* line, Vector512<ulong> words)
        where TFence : IFencePoints
    {
        SetPublished<TFence>(line, words.GetLower().GetLower());
        SetPublished<TFence>(line + 2, words.GetLower().GetUpper());
        SetPublished<TFence>(line + 4, words.GetUpper().GetLower());
        SetPublished<TFence>(line + 6, words.GetUpper().GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SetPublished<TFence>(ulong* two, Vector128<ulong> words)
        where TFence : IFencePoints
    {
        SetPublished<TFence>(two, words.GetElement(0));
        SetPublished<TFence>(two + 1, words.GetElement(1));
    }
}
