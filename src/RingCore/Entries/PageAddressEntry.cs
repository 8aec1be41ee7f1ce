using System;
using System.Runtime.CompilerServices;
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
    private const int AddressesPerChunk = 64;

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
        TFence.StoreRelease(word, frame << DirtyPageAddress.FrameShift | state); // (P1) pairs with (H1), Collector
        TFence.FlushAfterWrite(word, DirtyPageAddress.Bytes);
        return true;
    }

    /// <inheritdoc/>
    public static int Publish<TFence>(byte* entries, DirtyPage* pages, int count, uint lap, SlotTable? slots)
        where TFence : IFencePoints
    {
        int published = 0;
        while (published < count && TryPublish<TFence>(entries + (published * DirtyPageAddress.Bytes), pages[published], lap, slots))
            published++;
        return published;
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
        DirtyPageAddress* addresses = (DirtyPageAddress*)Unsafe.AsPointer(ref chunk);
        MemorySlot slot = default;
        int taken = 0;
        int kept = 0;
        while (taken < count)
        {
            int wanted = Math.Min(count - taken, AddressesPerChunk);
            int harvested = HarvestItems<TFence>(entries + (taken * DirtyPageAddress.Bytes), wanted, lap, addresses, ordered);
            for (int i = 0; i < harvested; i++)
            {
                if (TryName((ulong*)addresses + i, slots!, ref slot, out pages[kept]))
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
        ulong* addresses = (ulong*)Unsafe.AsPointer(ref chunk);
        MemorySlot slot = default;
        int read = 0;
        while (read < count)
        {
            int wanted = Math.Min(count - read, AddressesPerChunk);
            DirtyPageAddress* start = (DirtyPageAddress*)entries + read;
            int harvested = wanted >= Harvester.WidestBlockEntries
                ? Harvester.Take<TFence, ResetStep<TStates>>(start, wanted, lap, addresses)
                : ScalarHarvester.Take<TFence, ResetStep<TStates>>(start, wanted, lap, addresses);
            for (int i = 0; i < harvested; i++)
            {
                if (!TryName(addresses + i, slots!, ref slot, out pages[read + i]))
                    pages[read + i] = s_nowhere;
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
        for (DirtyPageAddress* end = address + count; address != end; address++)
        {
            TFence.WriteOnce(&address->Word, EntryState.Free); // ordered by (R2), Resetter
            TFence.FlushAfterWrite(address, DirtyPageAddress.Bytes);
        }
    }

    /// <summary>Names the page at an address. Neighbours mostly share the slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryName(ulong* address, SlotTable slots, ref MemorySlot slot, out DirtyPage page)
    {
        ulong frame = *address >> DirtyPageAddress.FrameShift;
        bool found = frame - slot.BaseGfn < slot.Pages || slots.TryFindSlot(frame, out slot);
        page = new DirtyPage(slot.Slot, frame - slot.BaseGfn);
        return found;
    }

    /// <summary>Addresses on the stack. Not a stackalloc: the JIT compiles a method with one once, before it knows what tier 1 knows.</summary>
    [InlineArray(AddressesPerChunk)]
    private struct AddressChunk
    {
        private ulong _first;
    }
}
