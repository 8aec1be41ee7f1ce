using System.Runtime.Intrinsics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>64 bytes at a time.</summary>
internal readonly unsafe struct Avx512Harvester : IHarvester
{
    private const int GfnsPerBlock = 8;
    private const int AddressesPerBlock = 8;

    /// <inheritdoc/>
    public static int Harvest<TFence>(KvmDirtyGfn* entries, int count, DirtyPage* pages)
        where TFence : IFencePoints
    {
        Vector512<uint> states = Vector512.Create(Vector128.Create(uint.MaxValue, 0, 0, 0));
        Vector512<uint> published = Vector512.Create(Vector128.Create(EntryState.Dirty, 0, 0, 0));
        int taken = 0;
        for (; count - taken >= GfnsPerBlock; taken += GfnsPerBlock)
        {
            KvmDirtyGfn* block = entries + taken;
            if (!GfnEntry.IsPublished<TFence>(block + GfnsPerBlock - 1)) // (H1), see IHarvester
                break;
            TFence.FlushBeforeRead(block, GfnsPerBlock * KvmDirtyGfn.Bytes);
            Vector512<uint> low = TFence.LoadWide512((ulong*)block).AsUInt32();
            Vector512<uint> high = TFence.LoadWide512((ulong*)(block + GfnsPerBlock / 2)).AsUInt32();
            if ((low & states) != published || (high & states) != published)
                break; // A gap: the scalar tail stops exactly there.
            (low & ~states).Store((uint*)(pages + taken));
            (high & ~states).Store((uint*)(pages + taken + GfnsPerBlock / 2));
            for (int i = 0; i < GfnsPerBlock; i++)
                GfnEntry.SetHarvested<TFence>(block + i); // (H2)
        }

        return taken + ScalarHarvester.Harvest<TFence>(entries + taken, count - taken, pages + taken);
    }

    /// <inheritdoc/>
    public static int Harvest<TFence>(DirtyPageAddress* entries, int count, ulong* frames)
        where TFence : IFencePoints
    {
        Vector512<ulong> states = Vector512.Create((ulong)EntryState.Mask);
        Vector512<ulong> published = Vector512.Create((ulong)EntryState.Dirty);
        int taken = 0;
        for (; count - taken >= AddressesPerBlock; taken += AddressesPerBlock)
        {
            DirtyPageAddress* block = entries + taken;
            if (!PageAddressEntry.IsPublished<TFence>(block + AddressesPerBlock - 1)) // (H1), see IHarvester
                break;
            TFence.FlushBeforeRead(block, AddressesPerBlock * DirtyPageAddress.Bytes);
            Vector512<ulong> words = TFence.LoadWide512((ulong*)block);
            if ((words & states) != published)
                break; // A gap: the scalar tail stops exactly there.
            (words >>> DirtyPageAddress.FrameShift).Store(frames + taken);
            for (int i = 0; i < AddressesPerBlock; i++)
                PageAddressEntry.SetHarvested<TFence>(block + i, frames[taken + i]); // (H2)
        }

        return taken + ScalarHarvester.Harvest<TFence>(entries + taken, count - taken, frames + taken);
    }

    /// <inheritdoc/>
    public static void Copy<TFence>(KvmDirtyGfn* entries, int count, DirtyPage* pages)
        where TFence : IFencePoints
    {
        int copied = 0;
        for (; count - copied >= GfnsPerBlock / 2; copied += GfnsPerBlock / 2)
            TFence.LoadWide512((ulong*)(entries + copied)).Store((ulong*)(pages + copied));
        ScalarHarvester.Copy<TFence>(entries + copied, count - copied, pages + copied);
    }
}
