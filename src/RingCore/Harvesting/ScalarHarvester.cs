using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore;

/// <summary>Entry by entry: one acquire and one release each. Needs no order among producers.</summary>
internal readonly unsafe struct ScalarHarvester : IHarvester
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // Small, and the tail of every vector loop.
    public static int Harvest<TFence>(KvmDirtyGfn* entries, int count, DirtyPage* pages)
        where TFence : IFencePoints
    {
        int taken = 0;
        for (; taken < count && GfnEntry.IsPublished<TFence>(entries + taken); taken++)
        {
            pages[taken] = GfnEntry.ReadPage<TFence>(entries + taken);
            GfnEntry.SetHarvested<TFence>(entries + taken);
        }

        return taken;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // Small, and the tail of every vector loop.
    public static int Harvest<TFence>(DirtyPageAddress* entries, int count, ulong* frames)
        where TFence : IFencePoints
    {
        int taken = 0;
        for (; taken < count && PageAddressEntry.TryHarvest<TFence>(entries + taken, out ulong frame); taken++)
            frames[taken] = frame;
        return taken;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // Small, and the tail of every vector loop.
    public static void Copy<TFence>(KvmDirtyGfn* entries, int count, DirtyPage* pages)
        where TFence : IFencePoints
    {
        for (int i = 0; i < count; i++)
            pages[i] = GfnEntry.ReadPage<TFence>(entries + i);
    }
}
