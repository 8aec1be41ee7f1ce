using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>16 bytes at a time: SSE2 or AdvSimd.</summary>
internal readonly unsafe struct Vector128Harvester : IHarvester
{
    private const int GfnsPerBlock = 2;
    private const int AddressesPerBlock = 2;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)] // See IHarvester.
    public static int Harvest<TFence>(KvmDirtyGfn* entries, int count, DirtyPage* pages)
        where TFence : IFencePoints
    {
        Vector128<uint> states = Vector128.Create(uint.MaxValue, 0, 0, 0);
        Vector128<uint> published = Vector128.Create(EntryState.Dirty, 0, 0, 0);
        KvmDirtyGfn* block = entries;
        KvmDirtyGfn* end = entries + (count & -GfnsPerBlock);
        for (; block != end; block += GfnsPerBlock, pages += GfnsPerBlock)
        {
            if (!GfnEntry.IsPublished<TFence>(block + GfnsPerBlock - 1)) // (H1), see IHarvester
                break;
            TFence.FlushBeforeRead(block, GfnsPerBlock * KvmDirtyGfn.Bytes);
            // Where the state is "published", the exclusive or leaves it at zero: what a DirtyPage has in its place.
            Vector128<uint> low = TFence.LoadWide128((ulong*)block).AsUInt32() ^ published;
            Vector128<uint> high = TFence.LoadWide128((ulong*)(block + GfnsPerBlock / 2)).AsUInt32() ^ published;
            if (((low | high) & states) != Vector128<uint>.Zero)
                break; // A gap: the scalar tail stops exactly there.
            low.Store((uint*)pages);
            high.Store((uint*)(pages + GfnsPerBlock / 2));
            GfnEntry.SetHarvested<TFence>(block); // (H2)
            GfnEntry.SetHarvested<TFence>(block + 1);
        }

        int taken = (int)(block - entries);
        return taken + ScalarHarvester.Harvest<TFence>(block, count - taken, pages);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)] // See IHarvester.
    public static int Harvest<TFence>(DirtyPageAddress* entries, int count, ulong* frames)
        where TFence : IFencePoints
    {
        Vector128<ulong> states = Vector128.Create((ulong)EntryState.Mask);
        Vector128<ulong> published = Vector128.Create((ulong)EntryState.Dirty);
        DirtyPageAddress* block = entries;
        DirtyPageAddress* end = entries + (count & -AddressesPerBlock);
        for (; block != end; block += AddressesPerBlock, frames += AddressesPerBlock)
        {
            if (!PageAddressEntry.IsPublished<TFence>(block + AddressesPerBlock - 1)) // (H1), see IHarvester
                break;
            TFence.FlushBeforeRead(block, AddressesPerBlock * DirtyPageAddress.Bytes);
            Vector128<ulong> words = TFence.LoadWide128((ulong*)block);
            if ((words & states) != published)
                break; // A gap: the scalar tail stops exactly there.
            (words >>> DirtyPageAddress.FrameShift).Store(frames);
            PageAddressEntry.SetHarvested<TFence>(block); // (H2)
            PageAddressEntry.SetHarvested<TFence>(block + 1);
        }

        int taken = (int)(block - entries);
        return taken + ScalarHarvester.Harvest<TFence>(block, count - taken, frames);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)] // See IHarvester.
    public static void Copy<TFence>(KvmDirtyGfn* entries, int count, DirtyPage* pages)
        where TFence : IFencePoints
    {
        int copied = 0;
        for (; count - copied >= GfnsPerBlock / 2; copied += GfnsPerBlock / 2)
            TFence.LoadWide128((ulong*)(entries + copied)).Store((ulong*)(pages + copied));
        ScalarHarvester.Copy<TFence>(entries + copied, count - copied, pages + copied);
    }
}
