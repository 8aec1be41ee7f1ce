using System.Runtime.Intrinsics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>16 bytes at a time: SSE2 or AdvSimd.</summary>
internal readonly unsafe struct Vector128Harvester : IHarvester
{
    private const int GfnsPerBlock = 2;
    private const int AddressesPerBlock = 2;

    /// <inheritdoc/>
    public static int Harvest<TFence>(KvmDirtyGfn* entries, int count, DirtyPage* pages)
        where TFence : IFencePoints
    {
        Vector128<uint> states = Vector128.Create(uint.MaxValue, 0, 0, 0);
        Vector128<uint> published = Vector128.Create(EntryState.Dirty, 0, 0, 0);
        int taken = 0;
        for (; count - taken >= GfnsPerBlock; taken += GfnsPerBlock)
        {
            KvmDirtyGfn* block = entries + taken;
            if (!GfnEntry.IsPublished<TFence>(block + GfnsPerBlock - 1)) // (H1), see IHarvester
                break;
            TFence.FlushBeforeRead(block, GfnsPerBlock * KvmDirtyGfn.Bytes);
            Vector128<uint> low = TFence.LoadWide128((ulong*)block).AsUInt32();
            Vector128<uint> high = TFence.LoadWide128((ulong*)(block + GfnsPerBlock / 2)).AsUInt32();
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
        Vector128<ulong> states = Vector128.Create((ulong)EntryState.Mask);
        Vector128<ulong> published = Vector128.Create((ulong)EntryState.Dirty);
        int taken = 0;
        for (; count - taken >= AddressesPerBlock; taken += AddressesPerBlock)
        {
            DirtyPageAddress* block = entries + taken;
            if (!PageAddressEntry.IsPublished<TFence>(block + AddressesPerBlock - 1)) // (H1), see IHarvester
                break;
            TFence.FlushBeforeRead(block, AddressesPerBlock * DirtyPageAddress.Bytes);
            Vector128<ulong> words = TFence.LoadWide128((ulong*)block);
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
            TFence.LoadWide128((ulong*)(entries + copied)).Store((ulong*)(pages + copied));
        ScalarHarvester.Copy<TFence>(entries + copied, count - copied, pages + copied);
    }
}
