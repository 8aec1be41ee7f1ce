using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>Runs of neighbouring pages, and stretches of pages that lie apart, in private memory: what a reset or a bitmap can take at once.</summary>
internal static unsafe class PageRun
{
    private const int PagesPerVector = 4;
    private const int MaxPages = 128;
    private const uint MaxNear = 63;
    private const ulong FirstWords = 0b0101_0101;

    /// <summary>Whether a page is the neighbour of the one before it in memory: the next of the same slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Follows(DirtyPage* page) => page[0].Offset == page[-1].Offset + 1 && page[0].Slot == page[-1].Slot;

    /// <summary>How many pages from the first on name consecutive pages of one slot. No run goes past page 2^64 - 1.</summary>
    /// <param name="pages">The first.</param>
    /// <param name="count">Pages there are, 1 to 128.</param>
    /// <returns>1 to <paramref name="count"/>.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)] // Its vectors would cost the caller's loop registers.
    internal static int Length(DirtyPage* pages, int count)
    {
        if (pages[0].Offset > ulong.MaxValue - MaxPages)
            return 1;
        int length = 1;
        if (Vector512.IsHardwareAccelerated)
        {
            // The page behind another has the same slot and the next number.
            Vector512<ulong> step = Vector512.Create(0UL, 1, 0, 1, 0, 1, 0, 1);
            for (; count - length >= PagesPerVector; length += PagesPerVector)
            {
                Vector512<ulong> differences =
                    Vector512.Load((ulong*)(pages + length)) - Vector512.Load((ulong*)(pages + length - 1));
                if (differences != step)
                    return length + (BitOperations.TrailingZeroCount(~Vector512.Equals(differences, step).ExtractMostSignificantBits()) / 2);
            }
        }

        while (length < count && Follows(pages + length))
            length++;
        return length;
    }

    /// <summary>
    /// How many pages from the first on are each of another slot than the one before, or 64 or more pages away from it, either way. Pages that are nearer
    /// by wrap-around alone end the count as well: that costs time and changes no result.
    /// </summary>
    /// <param name="pages">The first.</param>
    /// <param name="count">Pages there are, 1 or more.</param>
    /// <returns>1 to <paramref name="count"/>.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)] // As above.
    internal static int Apart(DirtyPage* pages, int count)
    {
        int length = 1;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<ulong> near = Vector512.Create((ulong)MaxNear);
            Vector512<ulong> span = Vector512.Create(2UL * MaxNear);
            for (; count - length >= PagesPerVector; length += PagesPerVector)
            {
                // A page is two words. Slots that differ do so by 2^32 or more, their word's upper half.
                Vector512<ulong> differences =
                    Vector512.Load((ulong*)(pages + length)) - Vector512.Load((ulong*)(pages + length - 1));
                ulong far = Vector512.GreaterThan(differences + near, span).ExtractMostSignificantBits();
                far = (far | far >> 1) & FirstWords;
                if (far != FirstWords)
                    return length + (BitOperations.TrailingZeroCount(far ^ FirstWords) / 2);
            }
        }

        while (length < count && IsApart(pages + length))
            length++;
        return length;
    }

    private static bool IsApart(DirtyPage* page) =>
        page[0].Offset - page[-1].Offset + MaxNear > 2 * MaxNear || page[0].Slot != page[-1].Slot;
}
