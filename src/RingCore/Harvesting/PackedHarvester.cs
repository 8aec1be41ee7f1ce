using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore;

/// <summary>Which strategy steps over packed entries: that of <see cref="Harvester.Selected"/>, in two widths; AVX2 has none of its own here.</summary>
internal static unsafe class PackedHarvester
{
    /// <inheritdoc cref="PackedBlocks.TakeWide{TFence,TStep}"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Take<TFence, TStep>(PackedDescriptor* entries, int count, uint lap, DirtyPage* pages)
        where TFence : IFencePoints
        where TStep : IEntryStep
        => count < Harvester.WidestBlockEntries ? TakeEach<TFence, TStep>(entries, count, lap, pages) : Harvester.Selected switch
        {
            HarvesterKind.Avx512 => PackedBlocks.TakeWide<TFence, TStep>(entries, count, lap, pages),
            HarvesterKind.Scalar => TakeEach<TFence, TStep>(entries, count, lap, pages),
            _ => PackedBlocks.TakeNarrow<TFence, TStep>(entries, count, lap, pages),
        };

    /// <summary>Entry by entry.</summary>
    /// <inheritdoc cref="PackedBlocks.TakeWide{TFence,TStep}"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // Small, and the tail of every vector loop.
    internal static int TakeEach<TFence, TStep>(PackedDescriptor* entries, int count, uint lap, DirtyPage* pages)
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        int taken = 0;
        for (; taken < count && PackedEntry.TryTake<TFence, TStep>(entries + taken, lap, out DirtyPage page); taken++)
        {
            pages[taken] = page;
            if (TStep.Leaves)
                PackedEntry.Leave<TFence, TStep>(entries + taken, lap);
        }

        return taken;
    }
}
