using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>64 bytes at a time.</summary>
internal readonly unsafe struct Avx512Harvester : IHarvester
{
    private const int GfnsPerBlock = 8;
    private const int AddressesPerBlock = 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)] // See IHarvester.
    public static int Take<TFence, TStep>(KvmDirtyGfn* entries, int count, uint lap, DirtyPage* pages)
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        Vector512<uint> flags = Vector512.Create(uint.MaxValue, 0, 0, 0, uint.MaxValue, 0, 0, 0, uint.MaxValue, 0, 0, 0, uint.MaxValue, 0, 0, 0);
        Vector512<uint> states = Vector512.Create(TStep.GfnBits) & flags;
        Vector512<uint> takes = Vector512.Create(TStep.Takes(lap)) & flags;
        Vector512<uint> leaves = Vector512.Create(TStep.LeavesAs(lap)) & flags;
        KvmDirtyGfn* block = entries;
        KvmDirtyGfn* end = entries + (count & -GfnsPerBlock);
        for (; block != end; block += GfnsPerBlock, pages += GfnsPerBlock)
        {
            if (!TFence.OrdersWideAccesses && !EntryStep.CanTake<TFence, TStep>(block + GfnsPerBlock - 1, lap)) // (H1), (R1), see IHarvester
                break;
            TFence.FlushBeforeRead(block, GfnsPerBlock * KvmDirtyGfn.Bytes);
            // Where the state is the right one the exclusive or leaves it at zero: what a DirtyPage has in its place.
            Vector512<uint> low = TFence.LoadWide512((ulong*)block).AsUInt32() ^ takes;
            Vector512<uint> high = TFence.LoadWide512((ulong*)(block + GfnsPerBlock / 2)).AsUInt32() ^ takes;
            if (((low | high) & states) != Vector512<uint>.Zero)
                break; // A gap: the scalar tail stops exactly there.
            low.Store((uint*)pages);
            high.Store((uint*)(pages + GfnsPerBlock / 2));
            if (TStep.Leaves && TFence.OrdersWideAccesses)
            {
                TFence.StoreWide512((ulong*)block, (low ^ leaves).AsUInt64()); // (H2), see IHarvester
                TFence.StoreWide512((ulong*)(block + GfnsPerBlock / 2), (high ^ leaves).AsUInt64());
                TFence.FlushAfterWrite(block, GfnsPerBlock * KvmDirtyGfn.Bytes);
            }
            else if (TStep.Leaves)
            {
                EntryStep.LeaveFour<TFence, TStep>(block, lap); // (H2)
                EntryStep.LeaveFour<TFence, TStep>(block + 4, lap);
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
        Vector512<ulong> states = Vector512.Create((ulong)TStep.AddressBits);
        Vector512<ulong> takes = Vector512.Create((ulong)TStep.Takes(lap) & TStep.AddressBits);
        Vector512<ulong> change = Vector512.Create((ulong)EntryStep.StateChange<TStep>(lap));
        Vector512<ulong> page = Vector512.Create(DirtyPageAddress.PageMask);
        DirtyPageAddress* block = entries;
        DirtyPageAddress* end = entries + (count & -AddressesPerBlock);
        for (; block != end; block += AddressesPerBlock, addresses += AddressesPerBlock)
        {
            if (!TFence.OrdersWideAccesses && !EntryStep.CanTake<TFence, TStep>(block + AddressesPerBlock - 1, lap)) // (H1), (R1), see IHarvester
                break;
            TFence.FlushBeforeRead(block, AddressesPerBlock * DirtyPageAddress.Bytes);
            Vector512<ulong> words = TFence.LoadWide512((ulong*)block);
            if ((words & states) != takes)
                break; // A gap: the scalar tail stops exactly there.
            (words & page).Store(addresses);
            if (TStep.Leaves && TFence.OrdersWideAccesses)
            {
                TFence.StoreWide512((ulong*)block, words ^ change); // (H2), see IHarvester
                TFence.FlushAfterWrite(block, AddressesPerBlock * DirtyPageAddress.Bytes);
            }
            else if (TStep.Leaves)
            {
                EntryStep.LeaveFour<TFence, TStep>(block, lap); // (H2)
                EntryStep.LeaveFour<TFence, TStep>(block + 4, lap);
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
            TFence.LoadWide512((ulong*)(entries + copied)).Store((ulong*)(pages + copied));
        ScalarHarvester.Copy<TFence>(entries + copied, count - copied, pages + copied);
    }
}
