using System;
using System.Runtime.CompilerServices;

namespace RingCore;

/// <summary>Neighbouring pages of one slot as a mask, and the entries that they came from.</summary>
internal struct PageBatch
{
    private const int MaxPages = 64;

    /// <summary>Slot of the pages.</summary>
    internal uint Slot;

    /// <summary>Page number that bit 0 stands for.</summary>
    internal ulong Offset;

    /// <summary>A bit per page; 0 while there is none.</summary>
    internal ulong Mask;

    /// <summary><see cref="Entries"/> in the low half, <see cref="OutOfRange"/> in the high one.</summary>
    internal ulong Counts;

    /// <summary>What an entry adds that names no page of the slots.</summary>
    internal const ulong OneOutOfRange = 1UL << 32 | 1;

    /// <summary>Entries that the batch stands for, pages that came twice and those outside the slots included.</summary>
    internal readonly uint Entries => (uint)Counts;

    /// <summary>Entries among them that name no page of the slots; they are in no mask.</summary>
    internal readonly uint OutOfRange => (uint)(Counts >> 32);

    /// <summary>Takes neighbouring pages in, as if one by one; where there is none yet the first becomes the base.</summary>
    /// <param name="slot">Their slot.</param>
    /// <param name="offset">The first.</param>
    /// <param name="count">How many, 1 or more; the last one's number does not overflow.</param>
    /// <returns>How many fit.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Add(uint slot, ulong offset, int count)
    {
        if (Mask == 0)
            (Slot, Offset) = (slot, offset);
        else if (slot != Slot)
            return 0;
        // By distance, not by order: of pages far apart which is the lower is anybody's guess, the processor's too.
        ulong ahead = offset - Offset;
        if (ahead >= MaxPages)
        {
            ulong behind = Offset - offset;
            if (behind >= MaxPages || offset > Offset || Mask << (int)behind >> (int)behind != Mask)
                return 0;
            (Offset, Mask, ahead) = (offset, Mask << (int)behind, 0);
        }
        else if (offset < Offset)
        {
            return 0;
        }

        int added = Math.Min(count, MaxPages - (int)ahead);
        Mask |= ulong.MaxValue >> (MaxPages - added) << (int)ahead;
        Counts += (uint)added;
        return added;
    }
}
