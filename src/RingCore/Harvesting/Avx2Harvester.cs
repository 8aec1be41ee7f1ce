using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>32 bytes at a time.</summary>
internal readonly unsafe struct Avx2Harvester : IHarvester
{
    private const int GfnsPerBlock = 4;
    private const int AddressesPerBlock = 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)] // See IHarvester.
    public static int Harvest<TFence>(KvmDirtyGfn* entries, int count, DirtyPage* pages)
        where TFence : IFencePoints
    {
        Vector256<uint> states = Vector256.Create(Vector128.Create(uint.MaxValue, 0, 0, 0));
        Vector256<uint> published = Vector256.Create(Vector128.Create(EntryState.Dirty, 0, 0, 0));
        KvmDirtyGfn* block = entries;
        KvmDirtyGfn* end = entries + (count & -GfnsPerBlock);
        for (; block != end; block += GfnsPerBlock, pages += GfnsPerBlock)
        {
            if (!GfnEntry.IsPublished<TFence>(block + GfnsPerBlock - 1)) // (H1), see IHarvester
                break;
            TFence.FlushBeforeRead(block, GfnsPerBlock * KvmDirtyGfn.Bytes);
            // Where the state is "published", the exclusive or leaves it at zero: what a DirtyPage has in its place.
            Vector256<uint> low = TFence.LoadWide256((ulong*)block).AsUInt32() ^ published;
            Vector256<uint> high = TFence.LoadWide256((ulong*)(block + GfnsPerBlock / 2)).AsUInt32() ^ published;
            if (((low | high) & states) != Vector256<uint>.Zero)
                break; // A gap: the scalar tail stops exactly there.
            low.Store((uint*)pages);
            high.Store((uint*)(pages + GfnsPerBlock / 2));
            GfnEntry.SetFourHarvested<TFence>(block); // (H2)
        }

        int taken = (int)(block - entries);
        return taken + ScalarHarvester.Harvest<TFence>(block, count - taken, pages);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)] // See IHarvester.
    public static int Harvest<TFence>(DirtyPageAddress* entries, int count, ulong* frames)
        where TFence : IFencePoints
    {
        Vector256<ulong> states = Vector256.Create((ulong)EntryState.Mask);
        Vector256<ulong> published = Vector256.Create((ulong)EntryState.Dirty);
        DirtyPageAddress* block = entries;
        DirtyPageAddress* end = entries + (count & -AddressesPerBlock);
        for (; block != end; block += AddressesPerBlock, frames += AddressesPerBlock)
        {
            if (!PageAddressEntry.IsPublished<TFence>(block + AddressesPerBlock - 1)) // (H1), see IHarvester
                break;
            TFence.FlushBeforeRead(block, AddressesPerBlock * DirtyPageAddress.Bytes);
            Vector256<ulong> words = TFence.LoadWide256((ulong*)block);
            if ((words & states) != published)
                break; // A gap: the scalar tail stops exactly there.
            (words >>> DirtyPageAddress.FrameShift).Store(frames);
            PageAddressEntry.SetFourHarvested<TFence>(block); // (H2)
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
            TFence.LoadWide256((ulong*)(entries + copied)).Store((ulong*)(pages + copied));
        ScalarHarvester.Copy<TFence>(entries + copied, count - copied, pages + copied);
    }
}
