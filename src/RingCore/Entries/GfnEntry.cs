using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore;

/// <summary>The transitions of the 16-byte entry, <see cref="KvmDirtyGfn"/>. The letters are those of <see cref="IFlaggedEntry{TItem}"/>.</summary>
public readonly unsafe struct GfnEntry : IFlaggedEntry<DirtyPage>
{
    /// <inheritdoc/>
    public static int Bytes => KvmDirtyGfn.Bytes;

    /// <inheritdoc/>
    public static bool NeedsSlots => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryPublish<TFence>(byte* entry, DirtyPage page, SlotTable? slots)
        where TFence : IFencePoints
    {
        KvmDirtyGfn* gfn = (KvmDirtyGfn*)entry;
        WritePage<TFence>(gfn, page);
        TFence.StoreRelease(&gfn->Flags, EntryState.Dirty); // (P1) pairs with (H1), Collector
        TFence.FlushAfterWrite(gfn, KvmDirtyGfn.Bytes);
        return true;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsPublished<TFence>(byte* entry)
        where TFence : IFencePoints => IsPublished<TFence>((KvmDirtyGfn*)entry);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SetHarvested<TFence>(byte* entry)
        where TFence : IFencePoints => SetHarvested<TFence>((KvmDirtyGfn*)entry);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Harvest<TFence>(byte* entries, int count, DirtyPage* pages, SlotTable? slots, bool ordered, out int outOfRange)
        where TFence : IFencePoints
    {
        outOfRange = 0;
        return ordered && count >= Harvester.WidestBlockEntries
            ? Harvester.Harvest<TFence>((KvmDirtyGfn*)entries, count, pages)
            : ScalarHarvester.Harvest<TFence>((KvmDirtyGfn*)entries, count, pages);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadHarvested<TFence>(byte* entry, SlotTable? slots, out DirtyPage page, out bool inRange)
        where TFence : IFencePoints
    {
        KvmDirtyGfn* gfn = (KvmDirtyGfn*)entry;
        TFence.FlushBeforeRead(gfn, KvmDirtyGfn.Bytes);
        if ((TFence.LoadAcquire(&gfn->Flags) & EntryState.Reset) == 0) // (R1) pairs with (H2), Collector
        {
            page = default;
            inRange = false;
            return false;
        }

        page = ReadPage<TFence>(gfn);
        inRange = slots is null || slots.Contains(page.Slot, page.Offset);
        return true;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SetFree<TFence>(byte* entry)
        where TFence : IFencePoints
    {
        KvmDirtyGfn* gfn = (KvmDirtyGfn*)entry;
        TFence.WriteOnce(&gfn->Flags, EntryState.Free); // ordered by (R2), Resetter
        TFence.FlushAfterWrite(gfn, KvmDirtyGfn.Bytes);
    }

    /// <summary>Whether the entry is published and not yet harvested.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsPublished<TFence>(KvmDirtyGfn* entry)
        where TFence : IFencePoints
    {
        TFence.FlushBeforeRead(entry, KvmDirtyGfn.Bytes);
        return TFence.LoadAcquire(&entry->Flags) == EntryState.Dirty; // (H1) pairs with (P1), Producer
    }

    /// <summary>published → harvested.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SetHarvested<TFence>(KvmDirtyGfn* entry)
        where TFence : IFencePoints
    {
        TFence.StoreRelease(&entry->Flags, EntryState.Reset); // (H2) pairs with (R1), Resetter
        TFence.FlushAfterWrite(entry, KvmDirtyGfn.Bytes);
    }

    /// <summary>published → harvested, four neighbours. Written out: the JIT does not unroll the loop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SetFourHarvested<TFence>(KvmDirtyGfn* entries)
        where TFence : IFencePoints
    {
        SetHarvested<TFence>(entries);
        SetHarvested<TFence>(entries + 1);
        SetHarvested<TFence>(entries + 2);
        SetHarvested<TFence>(entries + 3);
    }

    /// <summary>The payload, ordered by the caller's acquire.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static DirtyPage ReadPage<TFence>(KvmDirtyGfn* entry)
        where TFence : IFencePoints => new(TFence.ReadPlain(&entry->Slot), TFence.ReadPlain(&entry->Offset));

    /// <summary>The payload, ordered by the caller's release.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void WritePage<TFence>(KvmDirtyGfn* entry, DirtyPage page)
        where TFence : IFencePoints
    {
        TFence.WritePlain(&entry->Offset, page.Offset);
        TFence.WritePlain(&entry->Slot, page.Slot);
    }
}
