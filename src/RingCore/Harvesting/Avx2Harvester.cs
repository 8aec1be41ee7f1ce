using System.Runtime.Intrinsics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>32 bytes at a time.</summary>
internal readonly unsafe struct Avx2Harvester : IHarvester
{
    private const int GfnsPerBlock = 4;
    private const int AddressesPerBlock = 4;

    /// <inheritdoc/>
    public static int Harvest<TFence>(KvmDirtyGfn* entries, int count, DirtyPage* pages)
        where TFence : IFencePoints
    {
        Vector256<uint> states = Vector256.Create(Vector128.Create(uint.MaxValue, 0, 0, 0));
        Vector256<uint> published = Vector256.Create(Vector128.Create(EntryState.Dirty, 0, 0, 0));
        int taken = 0;
        for (; count - taken >= GfnsPerBlock; taken += GfnsPerBlock)
        {
            KvmDirtyGfn* block = entries + taken;
            if (!GfnEntry.IsPublished<TFence>(block + GfnsPerBlock - 1)) // (H1), see IHarvester
                break;
            TFence.FlushBeforeRead(block, GfnsPerBlock * KvmDirtyGfn.Bytes);
            Vector256<uint> low = TFence.LoadWide256((ulong*)block).AsUInt32();
            Vector256<uint> high = TFence.LoadWide256((ulong*)(block + GfnsPerBlock / 2)).AsUInt32();
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
        Vector256<ulong> states = Vector256.Create((ulong)EntryState.Mask);
        Vector256<ulong> published = Vector256.Create((ulong)EntryState.Dirty);
        int taken = 0;
        for (; count - taken >= AddressesPerBlock; taken += AddressesPerBlock)
        {
            DirtyPageAddress* block = entries + taken;
            if (!PageAddressEntry.IsPublished<TFence>(block + AddressesPerBlock - 1)) // (H1), see IHarvester
                break;
            TFence.FlushBeforeRead(block, AddressesPerBlock * DirtyPageAddress.Bytes);
            Vector256<ulong> words = TFence.LoadWide256((ulong*)block);
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
            TFence.LoadWide256((ulong*)(entries + copied)).Store((ulong*)(pages + copied));
        ScalarHarvester.Copy<TFence>(entries + copied, count - copied, pages + copied);
    }
}
