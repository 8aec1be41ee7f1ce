using System;
using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore;

/// <summary>The transitions of the 8-byte entry, <see cref="DirtyPageAddress"/>: state and payload are one word, so that a transition is one store.</summary>
/// <remarks>
/// The letters are those of <see cref="IFlaggedEntry{TItem}"/>. (P1) and (H1) are still needed though the payload cannot be torn from the
/// state: they carry the written page itself.
/// </remarks>
public readonly unsafe struct PageAddressEntry : IFlaggedEntry<DirtyPageAddress>
{
    private const int FramesPerChunk = 64;

    /// <inheritdoc/>
    public static int Bytes => DirtyPageAddress.Bytes;

    /// <inheritdoc/>
    public static bool NeedsSlots => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryPublish<TFence>(byte* entry, DirtyPage page, SlotTable? slots)
        where TFence : IFencePoints
    {
        if (!slots!.TryGetGfn(page.Slot, page.Offset, out ulong frame))
            return false;
        ulong* word = &((DirtyPageAddress*)entry)->Word;
        TFence.StoreRelease(word, Word(frame, EntryState.Dirty)); // (P1) pairs with (H1), Collector
        TFence.FlushAfterWrite(word, DirtyPageAddress.Bytes);
        return true;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsPublished<TFence>(byte* entry)
        where TFence : IFencePoints => IsPublished<TFence>((DirtyPageAddress*)entry);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SetHarvested<TFence>(byte* entry)
        where TFence : IFencePoints => SetHarvested<TFence>((DirtyPageAddress*)entry);

    /// <inheritdoc/>
    [SkipLocalsInit]
    public static int Harvest<TFence>(byte* entries, int count, DirtyPage* pages, SlotTable? slots, bool ordered, out int outOfRange)
        where TFence : IFencePoints
    {
        DirtyPageAddress* addresses = (DirtyPageAddress*)entries;
        Unsafe.SkipInit(out FrameChunk chunk);
        ulong* frames = (ulong*)Unsafe.AsPointer(ref chunk);
        MemorySlot slot = default;
        int taken = 0;
        int kept = 0;
        while (taken < count)
        {
            int wanted = Math.Min(count - taken, FramesPerChunk);
            int harvested = ordered && wanted >= Harvester.WidestBlockEntries
                ? Harvester.Harvest<TFence>(addresses + taken, wanted, frames)
                : ScalarHarvester.Harvest<TFence>(addresses + taken, wanted, frames);
            for (int i = 0; i < harvested; i++)
            {
                if (frames[i] - slot.BaseGfn >= slot.Pages && !slots!.TryFindSlot(frames[i], out slot))
                    continue;
                pages[kept] = new DirtyPage(slot.Slot, frames[i] - slot.BaseGfn);
                kept++;
            }

            taken += harvested;
            if (harvested < wanted)
                break;
        }

        outOfRange = taken - kept;
        return taken;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadHarvested<TFence>(byte* entry, SlotTable? slots, out DirtyPage page, out bool inRange)
        where TFence : IFencePoints
    {
        DirtyPageAddress* address = (DirtyPageAddress*)entry;
        TFence.FlushBeforeRead(address, DirtyPageAddress.Bytes);
        ulong word = TFence.LoadAcquire(&address->Word); // (R1) pairs with (H2), Collector
        if ((word & EntryState.Reset) == 0)
        {
            page = default;
            inRange = false;
            return false;
        }

        inRange = slots!.TryFind(word >> DirtyPageAddress.FrameShift, out page);
        return true;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SetFree<TFence>(byte* entry)
        where TFence : IFencePoints
    {
        ulong* word = &((DirtyPageAddress*)entry)->Word;
        TFence.WriteOnce(word, EntryState.Free); // ordered by (R2), Resetter
        TFence.FlushAfterWrite(word, DirtyPageAddress.Bytes);
    }

    /// <summary>Whether the entry is published and not yet harvested.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsPublished<TFence>(DirtyPageAddress* entry)
        where TFence : IFencePoints
    {
        TFence.FlushBeforeRead(entry, DirtyPageAddress.Bytes);
        return (TFence.LoadAcquire(&entry->Word) & EntryState.Mask) == EntryState.Dirty; // (H1) pairs with (P1), Producer
    }

    /// <summary>published → harvested, of an entry that this thread has seen published; nobody else writes it meanwhile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SetHarvested<TFence>(DirtyPageAddress* entry)
        where TFence : IFencePoints => SetHarvested<TFence>(entry, TFence.ReadPlain(&entry->Word));

    /// <summary>published → harvested, four neighbours. Written out: the JIT does not unroll the loop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SetFourHarvested<TFence>(DirtyPageAddress* entries)
        where TFence : IFencePoints
    {
        SetHarvested<TFence>(entries);
        SetHarvested<TFence>(entries + 1);
        SetHarvested<TFence>(entries + 2);
        SetHarvested<TFence>(entries + 3);
    }

    /// <summary>published → harvested, with the frame.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryHarvest<TFence>(DirtyPageAddress* entry, out ulong frame)
        where TFence : IFencePoints
    {
        TFence.FlushBeforeRead(entry, DirtyPageAddress.Bytes);
        ulong word = TFence.LoadAcquire(&entry->Word); // (H1) pairs with (P1), Producer
        frame = word >> DirtyPageAddress.FrameShift;
        if ((word & EntryState.Mask) != EntryState.Dirty)
            return false;
        SetHarvested<TFence>(entry, word);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SetHarvested<TFence>(DirtyPageAddress* entry, ulong word)
        where TFence : IFencePoints
    {
        TFence.StoreRelease(&entry->Word, (word & ~(ulong)EntryState.Mask) | EntryState.Reset); // (H2) pairs with (R1), Resetter
        TFence.FlushAfterWrite(entry, DirtyPageAddress.Bytes);
    }

    private static ulong Word(ulong frame, uint state) => frame << DirtyPageAddress.FrameShift | state;

    /// <summary>Frames on the stack. Not a stackalloc: the JIT compiles a method with one once, before it knows what tier 1 knows.</summary>
    [InlineArray(FramesPerChunk)]
    private struct FrameChunk
    {
        private ulong _first;
    }
}
