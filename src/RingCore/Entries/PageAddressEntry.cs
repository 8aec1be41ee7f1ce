using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>The transitions of the 8-byte entry, <see cref="DirtyPageAddress"/>: state and payload are one word, so that a transition is one store.</summary>
/// <remarks>
/// The letters are those of <see cref="IFlaggedEntry{TItem}"/>. (P1) and (H1) are still needed though the payload cannot be torn from the
/// state: they carry the written page itself.
/// </remarks>
/// <typeparam name="TStates">The state words.</typeparam>
public readonly unsafe struct PageAddressEntry<TStates> : IFlaggedEntry<DirtyPageAddress>
    where TStates : IEntryStates
{
    private const int AddressesPerChunk = 256;

    /// <summary>What a frame outside the slots is read as: no slot is this large.</summary>
    private static readonly DirtyPage s_nowhere = new(0, ulong.MaxValue);

    /// <inheritdoc/>
    public static int Bytes => DirtyPageAddress.Bytes;

    /// <inheritdoc/>
    public static bool NeedsSlots => true;

    /// <inheritdoc/>
    public static bool ResetWrites => TStates.ResetWrites;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryPublish<TFence>(byte* entry, DirtyPage page, uint lap, SlotTable? slots)
        where TFence : IFencePoints
    {
        if (!slots!.TryGetGfn(page.Slot, page.Offset, out ulong frame))
            return false;
        ulong* word = &((DirtyPageAddress*)entry)->Word;
        ulong state = TStates.Published(lap) & DirtyPageAddress.LowBits;
        AddressBlocks.SetPublished<TFence>(word, frame << DirtyPageAddress.FrameShift | state);
        TFence.FlushAfterWrite(word, DirtyPageAddress.Bytes);
        return true;
    }

    /// <inheritdoc/>
    public static int Publish<TFence>(byte* entries, DirtyPage* pages, int count, uint lap, SlotTable? slots)
        where TFence : IFencePoints
    {
        ulong state = TStates.Published(lap) & DirtyPageAddress.LowBits;
        DirtyPageAddress* address = (DirtyPageAddress*)entries;
        DirtyPage* page = pages;
        DirtyPage* end = pages + count;
        while (page != end)
        {
            if (Vector512.IsHardwareAccelerated && end - page >= AddressBlocks.Entries && (nuint)address % CacheLine.Bytes == 0
                && slots!.TryGetSlot(page[0].Slot, out MemorySlot slot))
            {
                int published = AddressBlocks.Publish<TFence>((ulong*)address, page, (int)(end - page), state, slot);
                address += published;
                page += published;
                if (page == end)
                    break;
            }

            // Page by page to the next line.
            do
            {
                if (!TryPublish<TFence>((byte*)address, page[0], lap, slots))
                    return (int)(page - pages);
                address++;
                page++;
            }
            while (page != end && (nuint)address % CacheLine.Bytes != 0);
        }

        return count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsPublished<TFence>(byte* entry, uint lap)
        where TFence : IFencePoints => EntryStep.CanTake<TFence, HarvestStep<TStates>>((DirtyPageAddress*)entry, lap);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryTake<TFence>(byte* entry, uint lap, SlotTable? slots, out DirtyPage page, out bool inRange)
        where TFence : IFencePoints
    {
        if (!EntryStep.TryTake<TFence, HarvestStep<TStates>>((DirtyPageAddress*)entry, lap, out ulong word))
        {
            page = default;
            inRange = false;
            return false;
        }

        inRange = slots!.TryFind(word >> DirtyPageAddress.FrameShift, out page);
        return true;
    }

    /// <inheritdoc/>
    public static void SetLineHarvested<TFence>(byte* line, uint lap)
        where TFence : IFencePoints
    {
        EntryStep.LeaveFour<TFence, HarvestStep<TStates>>((DirtyPageAddress*)line, lap);
        EntryStep.LeaveFour<TFence, HarvestStep<TStates>>((DirtyPageAddress*)line + 4, lap);
    }

    /// <inheritdoc/>
    public static void SetHarvested<TFence>(byte* entries, int count, uint lap)
        where TFence : IFencePoints
    {
        DirtyPageAddress* address = (DirtyPageAddress*)entries;
        for (DirtyPageAddress* end = address + count; address != end; address++)
            EntryStep.Leave<TFence, HarvestStep<TStates>>(address, lap);
    }

    /// <inheritdoc/>
    public static int Harvest<TFence>(byte* entries, int count, uint lap, DirtyPage* pages, SlotTable? slots, bool ordered, out int outOfRange)
        where TFence : IFencePoints
    {
        Unsafe.SkipInit(out AddressChunk chunk);
        ulong* addresses = Aligned(ref chunk);
        MemorySlot slot = default;
        int taken = 0;
        int kept = 0;
        while (taken < count)
        {
            int wanted = Math.Min(count - taken, AddressesPerChunk);
            int harvested = HarvestItems<TFence>(entries + (taken * DirtyPageAddress.Bytes), wanted, lap, (DirtyPageAddress*)addresses, ordered);
            for (int i = 0; i < harvested;)
            {
                int named = NameBlocks(addresses + i, harvested - i, slots!, ref slot, pages + kept);
                i += named;
                kept += named;
                for (int end = Math.Min(harvested, i + AddressBlocks.Entries); i < end; i++)
                    kept += TryName(addresses[i], slots!, ref slot, out pages[kept]) ? 1 : 0;
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
    public static int HarvestItems<TFence>(byte* entries, int count, uint lap, DirtyPageAddress* items, bool ordered)
        where TFence : IFencePoints =>
        (ordered || TFence.OrdersWideAccesses) && count >= Harvester.WidestBlockEntries
            ? Harvester.Take<TFence, HarvestStep<TStates>>((DirtyPageAddress*)entries, count, lap, (ulong*)items)
            : ScalarHarvester.Take<TFence, HarvestStep<TStates>>((DirtyPageAddress*)entries, count, lap, (ulong*)items);

    /// <inheritdoc/>
    public static int ReadHarvested<TFence>(byte* entries, int count, uint lap, DirtyPage* pages, SlotTable? slots)
        where TFence : IFencePoints
    {
        Unsafe.SkipInit(out AddressChunk chunk);
        ulong* addresses = Aligned(ref chunk);
        MemorySlot slot = default;
        int read = 0;
        while (read < count)
        {
            int wanted = Math.Min(count - read, AddressesPerChunk);
            DirtyPageAddress* start = (DirtyPageAddress*)entries + read;
            int harvested = wanted >= Harvester.WidestBlockEntries
                ? Harvester.Take<TFence, ResetStep<TStates>>(start, wanted, lap, addresses)
                : ScalarHarvester.Take<TFence, ResetStep<TStates>>(start, wanted, lap, addresses);
            for (int i = 0; i < harvested;)
            {
                i += NameBlocks(addresses + i, harvested - i, slots!, ref slot, pages + read + i);
                for (int end = Math.Min(harvested, i + AddressBlocks.Entries); i < end; i++)
                {
                    if (!TryName(addresses[i], slots!, ref slot, out pages[read + i]))
                        pages[read + i] = s_nowhere;
                }
            }

            read += harvested;
            if (harvested < wanted)
                break;
        }

        return read;
    }

    /// <inheritdoc/>
    public static int CountHarvestedRun<TFence>(byte* entries, int count, uint lap, SlotTable? slots, out DirtyPage first)
        where TFence : IFencePoints
    {
        int run = RunCounter.Count<TFence, ResetStep<TStates>>((DirtyPageAddress*)entries, count, lap, out ulong frame);
        first = default;
        if (run == 0 || !slots!.TryFindSlot(frame, out MemorySlot slot) || frame - slot.BaseGfn + (uint)run > slot.Pages)
            return 0; // frames that leave their slot are named one by one
        first = new DirtyPage(slot.Slot, frame - slot.BaseGfn);
        return run;
    }

    /// <inheritdoc/>
    public static void SetFree<TFence>(byte* entries, int count)
        where TFence : IFencePoints
    {
        DirtyPageAddress* address = (DirtyPageAddress*)entries;
        DirtyPageAddress* end = address + count;
        if (Vector512.IsHardwareAccelerated)
        {
            // Addresses and all, as the entry's own store does it.
            for (; end - address >= AddressBlocks.Entries; address += AddressBlocks.Entries)
            {
                TFence.StoreWide512((ulong*)address, Vector512<ulong>.Zero); // ordered by (R2), Resetter
                TFence.FlushAfterWrite(address, AddressBlocks.Entries * DirtyPageAddress.Bytes);
            }
        }

        for (; address != end; address++)
        {
            TFence.WriteOnce(&address->Word, EntryState.Free); // ordered by (R2), Resetter
            TFence.FlushAfterWrite(address, DirtyPageAddress.Bytes);
        }
    }

    /// <summary>Names pages by whole blocks, as long as they stay in the first one's slot.</summary>
    /// <returns>How many.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int NameBlocks(ulong* addresses, int count, SlotTable slots, ref MemorySlot slot, DirtyPage* pages)
    {
        if (!Vector512.IsHardwareAccelerated || count < AddressBlocks.Entries)
            return 0;
        ulong frame = addresses[0] >> DirtyPageAddress.FrameShift;
        return frame - slot.BaseGfn < slot.Pages || slots.TryFindSlot(frame, out slot) ? AddressBlocks.Name(addresses, count, slot, pages) : 0;
    }

    /// <summary>Names the page at an address. Neighbours mostly share the slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryName(ulong address, SlotTable slots, ref MemorySlot slot, out DirtyPage page)
    {
        ulong frame = address >> DirtyPageAddress.FrameShift;
        bool found = frame - slot.BaseGfn < slot.Pages || slots.TryFindSlot(frame, out slot);
        page = new DirtyPage(slot.Slot, frame - slot.BaseGfn);
        return found;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong* Aligned(ref AddressChunk chunk) =>
        (ulong*)(((nuint)Unsafe.AsPointer(ref chunk) + CacheLine.Bytes - 1) & ~(nuint)(CacheLine.Bytes - 1));

    /// <summary>
    /// Addresses on the stack, with room to align them: what a vector store has written across two lines is not forwarded to the loads that follow. Not
    /// a stackalloc: the JIT compiles a method with one once, before it knows what tier 1 knows.
    /// </summary>
    [InlineArray(AddressesPerChunk + (CacheLine.Bytes / DirtyPageAddress.Bytes))]
    private struct AddressChunk
    {
        private ulong _first;
    }
}
