using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// Counts entries that show exactly what a run of neighbouring pages would: each word is compared with the one that must follow, so that state, slot
/// and page number are checked by one comparison, and nothing is copied.
/// </summary>
/// <remarks>
/// What is counted was read once: a peer that writes into an entry meanwhile makes it differ, or does not. A block is acquired by its last entry, as
/// in <see cref="IHarvester"/>.
/// </remarks>
internal static unsafe class RunCounter
{
    private const int GfnsPerBlock = 8;
    private const int AddressesPerBlock = 8;

    /// <summary>Counts 16-byte entries in a step's state.</summary>
    /// <param name="entries">The first; <paramref name="count"/> of them are contiguous.</param>
    /// <param name="count">Most to count.</param>
    /// <param name="lap">Their lap.</param>
    /// <param name="first">The first page; means nothing where none is counted.</param>
    /// <returns>A multiple of 8; the last page's number does not overflow.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)] // See IHarvester.
    internal static int Count<TFence, TStep>(KvmDirtyGfn* entries, int count, uint lap, out DirtyPage first)
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        first = default;
        if (!Vector512.IsHardwareAccelerated || count < GfnsPerBlock || !EntryStep.TryTake<TFence, TStep>(entries, lap, out first)
            || first.Offset > ulong.MaxValue - (uint)count)
        {
            return 0;
        }

        ulong word = TStep.Takes(lap) & TStep.GfnBits | (ulong)first.Slot << 32;
        ulong bits = TStep.GfnBits | (ulong)uint.MaxValue << 32;
        Vector512<ulong> mask = Vector512.Create(bits, ulong.MaxValue, bits, ulong.MaxValue, bits, ulong.MaxValue, bits, ulong.MaxValue);
        Vector512<ulong> low = Vector512.Create(word, first.Offset, word, first.Offset + 1, word, first.Offset + 2, word, first.Offset + 3);
        Vector512<ulong> high = low + Vector512.Create(0UL, 4, 0, 4, 0, 4, 0, 4);
        Vector512<ulong> step = Vector512.Create(0UL, 8, 0, 8, 0, 8, 0, 8);
        int counted = 0;
        for (; count - counted >= GfnsPerBlock; counted += GfnsPerBlock, entries += GfnsPerBlock)
        {
            if (!TFence.OrdersWideAccesses && !EntryStep.CanTake<TFence, TStep>(entries + GfnsPerBlock - 1, lap)) // (R1), see IHarvester
                break;
            TFence.FlushBeforeRead(entries, GfnsPerBlock * KvmDirtyGfn.Bytes);
            Vector512<ulong> differs = ((TFence.LoadWide512((ulong*)entries) ^ low)
                | (TFence.LoadWide512((ulong*)(entries + GfnsPerBlock / 2)) ^ high)) & mask;
            if (differs != Vector512<ulong>.Zero)
                break;
            low += step;
            high += step;
        }

        return counted;
    }

    /// <summary>Counts 8-byte entries in a step's state.</summary>
    /// <param name="entries">The first; <paramref name="count"/> of them are contiguous.</param>
    /// <param name="count">Most to count.</param>
    /// <param name="lap">Their lap.</param>
    /// <param name="frame">The first frame; means nothing where none is counted.</param>
    /// <returns>A multiple of 8; the last frame's address does not overflow.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)] // See IHarvester.
    internal static int Count<TFence, TStep>(DirtyPageAddress* entries, int count, uint lap, out ulong frame)
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        frame = 0;
        if (!Vector512.IsHardwareAccelerated || count < AddressesPerBlock || (TFence.OrdersWideAccesses && (nuint)entries % 16 != 0)
            || !EntryStep.TryTake<TFence, TStep>(entries, lap, out ulong word))
        {
            return 0;
        }

        frame = word >> DirtyPageAddress.FrameShift;
        if (frame > DirtyPageAddress.MaxFrame - (uint)count)
            return 0;
        Vector512<ulong> mask = Vector512.Create(DirtyPageAddress.PageMask | TStep.AddressBits);
        Vector512<ulong> expected = Vector512.Create((word & DirtyPageAddress.PageMask) | (TStep.Takes(lap) & TStep.AddressBits))
            + (Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7) << DirtyPageAddress.FrameShift);
        Vector512<ulong> step = Vector512.Create((ulong)AddressesPerBlock << DirtyPageAddress.FrameShift);
        int counted = 0;
        for (; count - counted >= AddressesPerBlock; counted += AddressesPerBlock, entries += AddressesPerBlock)
        {
            if (!TFence.OrdersWideAccesses && !EntryStep.CanTake<TFence, TStep>(entries + AddressesPerBlock - 1, lap)) // (R1), see IHarvester
                break;
            TFence.FlushBeforeRead(entries, AddressesPerBlock * DirtyPageAddress.Bytes);
            if ((TFence.LoadWide512((ulong*)entries) & mask) != expected)
                break;
            expected += step;
        }

        return counted;
    }
}
