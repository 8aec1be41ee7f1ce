using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>The transitions of the 16-byte entry, <see cref="KvmDirtyGfn"/>. The letters are those of <see cref="IFlaggedEntry{TItem}"/>.</summary>
/// <remarks>
/// State and slot are one 8-byte word, so that an entry is published by two stores. Where the fence points order wide accesses, by one.
/// </remarks>
/// <typeparam name="TStates">The state words.</typeparam>
public readonly unsafe struct GfnEntry<TStates> : IFlaggedEntry<DirtyPage>
    where TStates : IEntryStates
{
    private const int EntriesPerLine = 4;

    /// <inheritdoc/>
    public static int Bytes => KvmDirtyGfn.Bytes;

    /// <inheritdoc/>
    public static bool NeedsSlots => false;

    /// <inheritdoc/>
    public static bool ResetWrites => TStates.ResetWrites;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryPublish<TFence>(byte* entry, DirtyPage page, uint lap, SlotTable? slots)
        where TFence : IFencePoints
    {
        KvmDirtyGfn* gfn = (KvmDirtyGfn*)entry;
        ulong stateAndSlot = TStates.Published(lap) | (ulong)page.Slot << 32;
        if (TFence.OrdersWideAccesses)
        {
            TFence.StoreWide128((ulong*)entry, Vector128.Create(stateAndSlot, page.Offset)); // (P1), see X64FencePoints
        }
        else
        {
            TFence.WritePlain(&gfn->Offset, page.Offset);
            TFence.StoreRelease((ulong*)entry, stateAndSlot); // (P1) pairs with (H1), Collector
        }

        TFence.FlushAfterWrite(entry, KvmDirtyGfn.Bytes);
        return true;
    }

    /// <inheritdoc/>
    public static int Publish<TFence>(byte* entries, DirtyPage* pages, int count, uint lap, SlotTable? slots)
        where TFence : IFencePoints
    {
        int done = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; done < count && (nuint)(entries + (done * KvmDirtyGfn.Bytes)) % CacheLine.Bytes != 0; done++)
                _ = TryPublish<TFence>(entries + (done * KvmDirtyGfn.Bytes), pages[done], lap, slots);
            done += PublishLines<TFence>((KvmDirtyGfn*)entries + done, pages + done, count - done, lap);
        }

        for (; done < count; done++)
            _ = TryPublish<TFence>(entries + (done * KvmDirtyGfn.Bytes), pages[done], lap, slots);
        return count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsPublished<TFence>(byte* entry, uint lap)
        where TFence : IFencePoints => EntryStep.CanTake<TFence, HarvestStep<TStates>>((KvmDirtyGfn*)entry, lap);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryTake<TFence>(byte* entry, uint lap, SlotTable? slots, out DirtyPage page, out bool inRange)
        where TFence : IFencePoints
    {
        inRange = true;
        return EntryStep.TryTake<TFence, HarvestStep<TStates>>((KvmDirtyGfn*)entry, lap, out page);
    }

    /// <inheritdoc/>
    public static void SetHarvested<TFence>(byte* entries, int count, uint lap)
        where TFence : IFencePoints
    {
        KvmDirtyGfn* gfn = (KvmDirtyGfn*)entries;
        KvmDirtyGfn* end = gfn + count;
        for (; end - gfn >= EntriesPerLine; gfn += EntriesPerLine)
            EntryStep.LeaveFour<TFence, HarvestStep<TStates>>(gfn, lap);
        for (; gfn != end; gfn++)
            EntryStep.Leave<TFence, HarvestStep<TStates>>(gfn, lap);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SetLineHarvested<TFence>(byte* line, uint lap)
        where TFence : IFencePoints => EntryStep.LeaveFour<TFence, HarvestStep<TStates>>((KvmDirtyGfn*)line, lap);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Harvest<TFence>(byte* entries, int count, uint lap, DirtyPage* pages, SlotTable? slots, bool ordered, out int outOfRange)
        where TFence : IFencePoints
    {
        outOfRange = 0;
        return HarvestItems<TFence>(entries, count, lap, pages, ordered);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int HarvestItems<TFence>(byte* entries, int count, uint lap, DirtyPage* items, bool ordered)
        where TFence : IFencePoints =>
        (ordered || TFence.OrdersWideAccesses) && count >= Harvester.WidestBlockEntries
            ? Harvester.Take<TFence, HarvestStep<TStates>>((KvmDirtyGfn*)entries, count, lap, items)
            : ScalarHarvester.Take<TFence, HarvestStep<TStates>>((KvmDirtyGfn*)entries, count, lap, items);

    /// <inheritdoc/>
    public static int ReadHarvested<TFence>(byte* entries, int count, uint lap, DirtyPage* pages, SlotTable? slots)
        where TFence : IFencePoints =>
        count >= Harvester.WidestBlockEntries
            ? Harvester.Take<TFence, ResetStep<TStates>>((KvmDirtyGfn*)entries, count, lap, pages)
            : ScalarHarvester.Take<TFence, ResetStep<TStates>>((KvmDirtyGfn*)entries, count, lap, pages);

    /// <inheritdoc/>
    public static int CountHarvestedRun<TFence>(byte* entries, int count, uint lap, SlotTable? slots, out DirtyPage first)
        where TFence : IFencePoints => RunCounter.Count<TFence, ResetStep<TStates>>((KvmDirtyGfn*)entries, count, lap, out first);

    /// <inheritdoc/>
    public static void SetFree<TFence>(byte* entries, int count)
        where TFence : IFencePoints
    {
        KvmDirtyGfn* gfn = (KvmDirtyGfn*)entries;
        if (Vector512.IsHardwareAccelerated)
        {
            // Payloads and all: the entries are the resetter's until the index goes out.
            for (; count >= EntriesPerLine; count -= EntriesPerLine, gfn += EntriesPerLine)
            {
                TFence.StoreWide512((ulong*)gfn, Vector512<ulong>.Zero); // ordered by (R2), Resetter
                TFence.FlushAfterWrite(gfn, EntriesPerLine * KvmDirtyGfn.Bytes);
            }
        }

        for (; count > 0; count--, gfn++)
        {
            TFence.WriteOnce(&gfn->Flags, EntryState.Free); // ordered by (R2), Resetter
            TFence.FlushAfterWrite(gfn, KvmDirtyGfn.Bytes);
        }
    }

    /// <summary>Publishes four entries at a time. Whole lines are the producer's right: nobody else writes into free entries.</summary>
    /// <returns>Pages published; up to three are left.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PublishLines<TFence>(KvmDirtyGfn* line, DirtyPage* pages, int count, uint lap)
        where TFence : IFencePoints
    {
        Vector512<uint> flags = Vector512.Create(uint.MaxValue, 0, 0, 0, uint.MaxValue, 0, 0, 0, uint.MaxValue, 0, 0, 0, uint.MaxValue, 0, 0, 0);
        Vector512<uint> published = Vector512.Create(TStates.Published(lap)) & flags;
        int done = 0;
        for (; count - done >= EntriesPerLine; done += EntriesPerLine, line += EntriesPerLine)
        {
            Vector512<uint> four = Vector512.AndNot(Vector512.Load((uint*)(pages + done)), flags);
            if (TFence.OrdersWideAccesses)
            {
                TFence.StoreWide512((ulong*)line, (four | published).AsUInt64()); // (P1), see X64FencePoints
            }
            else
            {
                TFence.StoreWide512((ulong*)line, four.AsUInt64());
                SetPublished<TFence>(line, lap);
                SetPublished<TFence>(line + 1, lap);
                SetPublished<TFence>(line + 2, lap);
                SetPublished<TFence>(line + 3, lap);
            }

            TFence.FlushAfterWrite(line, EntriesPerLine * KvmDirtyGfn.Bytes);
        }

        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SetPublished<TFence>(KvmDirtyGfn* gfn, uint lap)
        where TFence : IFencePoints =>
        TFence.StoreRelease(&gfn->Flags, TStates.Published(lap)); // (P1) pairs with (H1), Collector
}
