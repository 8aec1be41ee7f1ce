using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore;

/// <summary>Entry by entry: one acquire and one release each. Needs no order among producers.</summary>
internal readonly unsafe struct ScalarHarvester : IHarvester
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // Small, and the tail of every vector loop.
    public static int Take<TFence, TStep>(KvmDirtyGfn* entries, int count, uint lap, DirtyPage* pages)
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        int taken = 0;
        for (; taken < count && EntryStep.TryTake<TFence, TStep>(entries + taken, lap, out DirtyPage page); taken++)
        {
            pages[taken] = page;
            if (TStep.Leaves)
                EntryStep.Leave<TFence, TStep>(entries + taken, lap);
        }

        return taken;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // Small, and the tail of every vector loop.
    public static int Take<TFence, TStep>(DirtyPageAddress* entries, int count, uint lap, ulong* addresses)
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        int taken = 0;
        for (; taken < count && EntryStep.TryTake<TFence, TStep>(entries + taken, lap, out ulong word); taken++)
        {
            addresses[taken] = word & DirtyPageAddress.PageMask;
            if (TStep.Leaves)
                EntryStep.Leave<TFence, TStep>(entries + taken, lap, word);
        }

        return taken;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // Small, and the tail of every vector loop.
    public static void Copy<TFence>(KvmDirtyGfn* entries, int count, DirtyPage* pages)
        where TFence : IFencePoints
    {
        for (int i = 0; i < count; i++)
            pages[i] = new DirtyPage(TFence.ReadPlain(&entries[i].Slot), TFence.ReadPlain(&entries[i].Offset));
    }
}
