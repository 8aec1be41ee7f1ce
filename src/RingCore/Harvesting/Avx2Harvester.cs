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
    public static int Take<TFence, TStep>(KvmDirtyGfn* entries, int count, uint lap, DirtyPage* pages)
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        Vector256<uint> flags = Vector256.Create(uint.MaxValue, 0, 0, 0, uint.MaxValue, 0, 0, 0);
        Vector256<uint> states = Vector256.Create(TStep.GfnBits) & flags;
        Vector256<uint> takes = Vector256.Create(TStep.Takes(lap)) & flags;
        Vector256<uint> leaves = Vector256.Create(TStep.LeavesAs(lap)) & flags;
        KvmDirtyGfn* block = entries;
        KvmDirtyGfn* end = entries + (count & -GfnsPerBlock);
        for (; block != end; block += GfnsPerBlock, pages += GfnsPerBlock)
        {
            if (!TFence.OrdersWideAccesses && !EntryStep.CanTake<TFence, TStep>(block + GfnsPerBlock - 1, lap)) // (H1), (R1), see IHarvester
                break;
            TFence.FlushBeforeRead(block, GfnsPerBlock * KvmDirtyGfn.Bytes);
            // Where the state is the right one the exclusive or leaves it at zero: what a DirtyPage has in its place.
            Vector256<uint> low = TFence.LoadWide256((ulong*)block).AsUInt32() ^ takes;
            Vector256<uint> high = TFence.LoadWide256((ulong*)(block + GfnsPerBlock / 2)).AsUInt32() ^ takes;
            if (((low | high) & states) != Vector256<uint>.Zero)
                break; // A gap: the scalar tail stops exactly there.
            low.Store((uint*)pages);
            high.Store((uint*)(pages + GfnsPerBlock / 2));
            if (TStep.Leaves && TFence.OrdersWideAccesses)
            {
                TFence.StoreWide256((ulong*)block, (low ^ leaves).AsUInt64()); // (H2), see IHarvester
                TFence.StoreWide256((ulong*)(block + GfnsPerBlock / 2), (high ^ leaves).AsUInt64());
                TFence.FlushAfterWrite(block, GfnsPerBlock * KvmDirtyGfn.Bytes);
            }
            else if (TStep.Leaves)
            {
                EntryStep.LeaveFour<TFence, TStep>(block, lap); // (H2)
            }
        }

        int taken = (int)(block - entries);
        return taken + ScalarHarvester.Take<TFence, TStep>(block, count - taken, lap, pages);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)] // See IHarvester.
    public static int Take<TFence, TStep>(DirtyPageAddress* entries, int count, uint lap, ulong* addresses)
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        Vector256<ulong> states = Vector256.Create((ulong)TStep.AddressBits);
        Vector256<ulong> takes = Vector256.Create((ulong)TStep.Takes(lap) & TStep.AddressBits);
        Vector256<ulong> change = Vector256.Create((ulong)EntryStep.StateChange<TStep>(lap));
        Vector256<ulong> page = Vector256.Create(DirtyPageAddress.PageMask);
        DirtyPageAddress* block = entries;
        DirtyPageAddress* end = entries + (count & -AddressesPerBlock);
        for (; block != end; block += AddressesPerBlock, addresses += AddressesPerBlock)
        {
            if (!TFence.OrdersWideAccesses && !EntryStep.CanTake<TFence, TStep>(block + AddressesPerBlock - 1, lap)) // (H1), (R1), see IHarvester
                break;
            TFence.FlushBeforeRead(block, AddressesPerBlock * DirtyPageAddress.Bytes);
            Vector256<ulong> words = TFence.LoadWide256((ulong*)block);
            if ((words & states) != takes)
                break; // A gap: the scalar tail stops exactly there.
            (words & page).Store(addresses);
            if (TStep.Leaves && TFence.OrdersWideAccesses)
            {
                TFence.StoreWide256((ulong*)block, words ^ change); // (H2), see IHarvester
                TFence.FlushAfterWrite(block, AddressesPerBlock * DirtyPageAddress.Bytes);
            }
            else if (TStep.Leaves)
            {
                EntryStep.LeaveFour<TFence, TStep>(block, lap); // (H2)
            }
        }

        int taken = (int)(block - entries);
        return taken + ScalarHarvester.Take<TFence, TStep>(block, count - taken, lap, addresses);
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
