using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>Counts entries by their states alone, whatever else stands in them.</summary>
/// <remarks>
/// Each counted state was read once, after its block was acquired by the last entry, as in <see cref="IHarvester"/>: of a collector that marks in
/// order the whole block is acquired, and no other is owed anything.
/// </remarks>
internal static unsafe class StateCounter
{
    private const int EntriesPerBlock = 8;

    /// <summary>Counts 16-byte entries in a step's state.</summary>
    /// <param name="entries">The first; <paramref name="count"/> of them are contiguous.</param>
    /// <param name="count">Most to count.</param>
    /// <param name="lap">Their lap.</param>
    /// <returns>Entries before the first in another state.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)] // See IHarvester.
    internal static int Count<TFence, TStep>(KvmDirtyGfn* entries, int count, uint lap)
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        int counted = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<uint> flags = Vector512.Create(uint.MaxValue, 0, 0, 0, uint.MaxValue, 0, 0, 0, uint.MaxValue, 0, 0, 0, uint.MaxValue, 0, 0, 0);
            Vector512<uint> states = Vector512.Create(TStep.GfnBits) & flags;
            Vector512<uint> takes = Vector512.Create(TStep.Takes(lap)) & flags;
            for (; count - counted >= EntriesPerBlock; counted += EntriesPerBlock)
            {
                KvmDirtyGfn* block = entries + counted;
                if (!TFence.OrdersWideAccesses && !EntryStep.CanTake<TFence, TStep>(block + EntriesPerBlock - 1, lap)) // (R1), see IHarvester
                    break;
                TFence.FlushBeforeRead(block, EntriesPerBlock * KvmDirtyGfn.Bytes);
                Vector512<uint> differs = (TFence.LoadWide512((ulong*)block).AsUInt32() ^ takes)
                    | (TFence.LoadWide512((ulong*)(block + EntriesPerBlock / 2)).AsUInt32() ^ takes);
                if ((differs & states) != Vector512<uint>.Zero)
                    break; // The scalar tail stops exactly there.
            }
        }

        while (counted < count && EntryStep.CanTake<TFence, TStep>(entries + counted, lap))
            counted++;
        return counted;
    }
}
