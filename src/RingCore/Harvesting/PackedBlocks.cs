using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// A step over packed entries by blocks, on the argument of <see cref="IHarvester"/>: one acquire of a block's last entry, then wide loads. A
/// descriptor has page number, slot, state where a <see cref="DirtyPage"/> has nothing, slot, page number: each is turned within its own 16 bytes.
/// </summary>
internal static unsafe class PackedBlocks
{
    /// <summary>Entries of a block of two 64-byte vectors.</summary>
    internal const int WideEntries = 8;

    /// <summary>Entries of a block of two 16-byte vectors.</summary>
    internal const int NarrowEntries = 2;

    /// <summary>Takes entries, 64 bytes at a time.</summary>
    /// <param name="entries">The first entry; <paramref name="count"/> of them are contiguous.</param>
    /// <param name="count">Most entries to take.</param>
    /// <param name="lap">The lap that they are in.</param>
    /// <param name="pages">Receives the pages.</param>
    /// <returns>Entries taken, and left as the step leaves them.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)] // See IHarvester.
    internal static int TakeWide<TFence, TStep>(PackedDescriptor* entries, int count, uint lap, DirtyPage* pages)
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        Vector512<uint> state = Vector512.Create(0, 0, 0, uint.MaxValue, 0, 0, 0, uint.MaxValue, 0, 0, 0, uint.MaxValue, 0, 0, 0, uint.MaxValue);
        Vector512<uint> bits = Vector512.Create(TStep.GfnBits) & state;
        Vector512<uint> takes = Vector512.Create(TStep.Takes(lap)) & state;
        PackedDescriptor* block = entries;
        PackedDescriptor* end = entries + (count & -WideEntries);
        for (; block != end; block += WideEntries, pages += WideEntries)
        {
            if (!PackedEntry.CanTake<TFence, TStep>(block + WideEntries - 1, lap)) // (H1), (R1), see IHarvester
                break;
            TFence.FlushBeforeRead(block, WideEntries * PackedDescriptor.Bytes);
            Vector512<uint> low = TFence.LoadWide512((ulong*)block).AsUInt32() ^ takes;
            Vector512<uint> high = TFence.LoadWide512((ulong*)(block + WideEntries / 2)).AsUInt32() ^ takes;
            if (((low | high) & bits) != Vector512<uint>.Zero)
                break; // A gap: the scalar tail stops exactly there.
            Turn(Vector512.AndNot(low, state)).Store((uint*)pages);
            Turn(Vector512.AndNot(high, state)).Store((uint*)(pages + WideEntries / 2));
            if (TStep.Leaves)
            {
                PackedEntry.LeaveFour<TFence, TStep>(block, lap); // (H2)
                PackedEntry.LeaveFour<TFence, TStep>(block + 4, lap);
            }
        }

        int taken = (int)(block - entries);
        return taken + PackedHarvester.TakeEach<TFence, TStep>(block, count - taken, lap, pages);
    }

    /// <summary>Takes entries, 16 bytes at a time: SSE2 or AdvSimd.</summary>
    /// <inheritdoc cref="TakeWide{TFence,TStep}"/>
    [MethodImpl(MethodImplOptions.NoInlining)] // See IHarvester.
    internal static int TakeNarrow<TFence, TStep>(PackedDescriptor* entries, int count, uint lap, DirtyPage* pages)
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        Vector128<uint> state = Vector128.Create(0, 0, 0, uint.MaxValue);
        Vector128<uint> bits = Vector128.Create(TStep.GfnBits) & state;
        Vector128<uint> takes = Vector128.Create(TStep.Takes(lap)) & state;
        PackedDescriptor* block = entries;
        PackedDescriptor* end = entries + (count & -NarrowEntries);
        for (; block != end; block += NarrowEntries, pages += NarrowEntries)
        {
            if (!PackedEntry.CanTake<TFence, TStep>(block + NarrowEntries - 1, lap)) // (H1), (R1), see IHarvester
                break;
            TFence.FlushBeforeRead(block, NarrowEntries * PackedDescriptor.Bytes);
            Vector128<uint> low = TFence.LoadWide128((ulong*)block).AsUInt32() ^ takes;
            Vector128<uint> high = TFence.LoadWide128((ulong*)(block + 1)).AsUInt32() ^ takes;
            if (((low | high) & bits) != Vector128<uint>.Zero)
                break; // A gap: the scalar tail stops exactly there.
            Turn(Vector128.AndNot(low, state)).Store((uint*)pages);
            Turn(Vector128.AndNot(high, state)).Store((uint*)(pages + 1));
            if (TStep.Leaves)
            {
                PackedEntry.Leave<TFence, TStep>(block, lap); // (H2)
                PackedEntry.Leave<TFence, TStep>(block + 1, lap);
            }
        }

        int taken = (int)(block - entries);
        return taken + PackedHarvester.TakeEach<TFence, TStep>(block, count - taken, lap, pages);
    }

    /// <summary>Counts harvested entries whose pages follow each other in one slot, as <see cref="RunCounter"/> does of the other layouts.</summary>
    /// <param name="entries">The first; <paramref name="count"/> of them are contiguous.</param>
    /// <param name="count">Most to count.</param>
    /// <param name="lap">Their lap.</param>
    /// <param name="first">The first page; means nothing where none is counted.</param>
    /// <returns>A multiple of 8; the last page's number does not overflow.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)] // See IHarvester.
    internal static int CountRun<TFence, TStep>(PackedDescriptor* entries, int count, uint lap, out DirtyPage first)
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        first = default;
        if (!Vector512.IsHardwareAccelerated || count < WideEntries || !PackedEntry.TryTake<TFence, TStep>(entries, lap, out first)
            || first.Offset > ulong.MaxValue - (uint)count)
        {
            return 0;
        }

        ulong word = first.Slot | (ulong)(TStep.Takes(lap) & TStep.GfnBits) << 32;
        ulong bits = uint.MaxValue | (ulong)TStep.GfnBits << 32;
        Vector512<ulong> mask = Vector512.Create(ulong.MaxValue, bits, ulong.MaxValue, bits, ulong.MaxValue, bits, ulong.MaxValue, bits);
        Vector512<ulong> low = Vector512.Create(first.Offset, word, first.Offset + 1, word, first.Offset + 2, word, first.Offset + 3, word);
        Vector512<ulong> high = low + Vector512.Create(4UL, 0, 4, 0, 4, 0, 4, 0);
        Vector512<ulong> step = Vector512.Create(8UL, 0, 8, 0, 8, 0, 8, 0);
        int counted = 0;
        for (; count - counted >= WideEntries; counted += WideEntries, entries += WideEntries)
        {
            if (!PackedEntry.CanTake<TFence, TStep>(entries + WideEntries - 1, lap)) // (R1), see IHarvester
                break;
            TFence.FlushBeforeRead(entries, WideEntries * PackedDescriptor.Bytes);
            Vector512<ulong> differs = ((TFence.LoadWide512((ulong*)entries) ^ low)
                | (TFence.LoadWide512((ulong*)(entries + WideEntries / 2)) ^ high)) & mask;
            if (differs != Vector512<ulong>.Zero)
                break;
            low += step;
            high += step;
        }

        return counted;
    }

    /// <summary>Four descriptors as pages.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<uint> Turn(Vector512<uint> four) =>
        Vector512.Shuffle(four, Vector512.Create(3u, 2, 0, 1, 7, 6, 4, 5, 11, 10, 8, 9, 15, 14, 12, 13));

    /// <summary>Four pages as descriptors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<uint> TurnBack(Vector512<uint> four) =>
        Vector512.Shuffle(four, Vector512.Create(2u, 3, 1, 0, 6, 7, 5, 4, 10, 11, 9, 8, 14, 15, 13, 12));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Turn(Vector128<uint> one) => Vector128.Shuffle(one, Vector128.Create(3u, 2, 0, 1));
}
