using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RingCore.Layouts;

namespace RingCore;

/// <summary>Runs of neighbouring pages, and stretches of pages that lie apart, in private memory: what a reset or a bitmap can take at once.</summary>
internal static unsafe class PageRun
{
    private const int PagesPerVector = 4;
    private const int MaxPages = 128;
    private const uint MaxNear = 63;

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
    /// How many pages from the first on have each an offset 64 or more away from that of the one before, either way, whatever their slots. What is
    /// nearer by wrap-around alone, or of another slot, ends the count as well: that costs time and changes no result.
    /// </summary>
    /// <param name="pages">The first.</param>
    /// <param name="count">Pages there are, 1 or more.</param>
    /// <returns>1 to <paramref name="count"/>.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)] // As above.
    internal static int Apart(DirtyPage* pages, int count)
    {
        int length = 0;
        if (Vector512.IsHardwareAccelerated && Avx512F.IsSupported)
        {
            // Each vector is loaded once: a load across two that were just stored would wait for both.
            Vector512<ulong> seconds = Vector512.Create(1UL, 3, 5, 7, 9, 11, 13, 15);
            Vector512<ulong> near = Vector512.Create((ulong)MaxNear);
            Vector512<ulong> span = Vector512.Create(2UL * MaxNear);
            Vector512<ulong> before = Vector512.Create(pages[0].Offset - MaxNear - 1);
            for (; count - length >= 2 * PagesPerVector; length += 2 * PagesPerVector)
            {
                Vector512<ulong> low = Vector512.Load((ulong*)(pages + length));
                Vector512<ulong> high = Vector512.Load((ulong*)(pages + length + PagesPerVector));
                Vector512<ulong> offsets = Avx512F.PermuteVar8x64x2(low, seconds, high);
                Vector512<ulong> differences = offsets - Avx512F.AlignRight64(offsets, before, 7);
                if (Vector512.LessThanOrEqualAny(differences + near, span))
                    break;
                before = offsets;
            }
        }

        length = Math.Max(length, 1);
        while (length < count && IsApart(pages + length))
            length++;
        return length;
    }

    private static bool IsApart(DirtyPage* page) => page[0].Offset - page[-1].Offset + MaxNear > 2 * MaxNear;
}
