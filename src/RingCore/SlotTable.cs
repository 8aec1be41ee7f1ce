using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// The memory slots of an address space: which pages exist, and the way between (slot, offset) and guest frame numbers. Immutable; any thread.
/// </summary>
public sealed class SlotTable
{
    private readonly MemorySlot[] _bySlot;
    private readonly MemorySlot[] _byFrame;
    private readonly MemorySlot _first;

    /// <summary>Checks and stores the slots.</summary>
    /// <param name="slots">1 or more slots in any order; slot numbers unique, frames not overlapping, no frame beyond 2^52 - 1.</param>
    /// <exception cref="ArgumentException">A slot breaks a rule; the message names it.</exception>
    public SlotTable(params ReadOnlySpan<MemorySlot> slots)
    {
        if (slots.IsEmpty)
            throw new ArgumentException("A slot table has at least one slot.", nameof(slots));
        _bySlot = slots.ToArray();
        _byFrame = slots.ToArray();
        Array.Sort(_bySlot, static (a, b) => a.Slot.CompareTo(b.Slot));
        Array.Sort(_byFrame, static (a, b) => a.BaseGfn.CompareTo(b.BaseGfn));
        _first = _bySlot[0];
        foreach (MemorySlot slot in slots)
        {
            if (slot.Pages == 0 || slot.BaseGfn > DirtyPageAddress.MaxFrame || slot.Pages - 1 > DirtyPageAddress.MaxFrame - slot.BaseGfn)
                throw new ArgumentException($"{slot} is empty or reaches beyond frame {DirtyPageAddress.MaxFrame:#,0}.", nameof(slots));
        }

        for (int i = 1; i < _bySlot.Length; i++)
        {
            if (_bySlot[i].Slot == _bySlot[i - 1].Slot)
                throw new ArgumentException($"Slot {_bySlot[i].Slot} is given twice.", nameof(slots));
            if (_byFrame[i].BaseGfn - _byFrame[i - 1].BaseGfn < _byFrame[i - 1].Pages)
                throw new ArgumentException($"{_byFrame[i - 1]} and {_byFrame[i]} overlap.", nameof(slots));
        }
    }

    /// <summary>The slots in order of their numbers.</summary>
    public ReadOnlySpan<MemorySlot> Slots => _bySlot;

    /// <summary>Whether the slot exists and has the page.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(uint slot, ulong offset) => TryGetGfn(slot, offset, out _);

    /// <summary>Whether the slot exists and has neighbouring pages, all of them.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="offset">The first page; the last one's number does not overflow.</param>
    /// <param name="count">How many, 1 or more.</param>
    internal bool Contains(uint slot, ulong offset, int count) => Contains(slot, offset + (uint)count - 1);

    /// <summary>Whether the slots have all of these pages.</summary>
    internal unsafe bool Contains(DirtyPage* pages, int count)
    {
        DirtyPage* end = pages + count;
        if (Vector512.IsHardwareAccelerated)
            pages += CountOfFirst(pages, count);
        for (; pages != end; pages++)
        {
            if (!Contains(pages[0].Slot, pages[0].Offset))
                return false;
        }

        return true;
    }

    /// <summary>How many pages are the first slot's, by whole vectors. A loop of its own, without calls: it needs its registers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private unsafe int CountOfFirst(DirtyPage* pages, int count)
    {
        SlotBounds bounds = new(_first);
        int counted = 0;
        while (count - counted >= SlotBounds.Pages && bounds.Have(Vector512.Load((ulong*)(pages + counted))))
            counted += SlotBounds.Pages;
        return counted;
    }

    /// <summary>The slot of a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryGetSlot(uint number, out MemorySlot slot)
    {
        slot = _first;
        if (number == slot.Slot)
            return true;
        int index = IndexOf(number);
        if (index >= 0)
            slot = _bySlot[index];
        return index >= 0;
    }

    /// <summary>The guest frame number of a page.</summary>
    /// <returns>False where the slot does not exist or has no such page.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGetGfn(uint slot, ulong offset, out ulong gfn)
    {
        // Many tables have one slot: no call and no search for it.
        if (slot == _first.Slot && offset < _first.Pages)
        {
            gfn = _first.BaseGfn + offset;
            return true;
        }

        return TrySearchGfn(slot, offset, out gfn);
    }

    /// <summary>The page at a guest frame number.</summary>
    /// <returns>False where no slot has the frame.</returns>
    public bool TryFind(ulong gfn, out DirtyPage page)
    {
        bool found = TryFindSlot(gfn, out MemorySlot slot);
        page = new DirtyPage(slot.Slot, gfn - slot.BaseGfn);
        return found;
    }

    /// <summary>The slot that has a guest frame number. Neighbours in a harvest mostly share it: ask again only when a frame is outside it.</summary>
    /// <returns>False where no slot has the frame.</returns>
    internal bool TryFindSlot(ulong gfn, out MemorySlot slot)
    {
        // The last slot whose first frame is not beyond the one sought.
        int low = 0;
        int high = _byFrame.Length;
        while (high - low > 1)
        {
            int middle = (int)((uint)(low + high) / 2);
            if (_byFrame[middle].BaseGfn <= gfn)
                low = middle;
            else
                high = middle;
        }

        // A frame before the first slot wraps to a difference that no slot has pages for.
        slot = _byFrame[low];
        return gfn - slot.BaseGfn < slot.Pages;
    }

    private bool TrySearchGfn(uint slot, ulong offset, out ulong gfn)
    {
        int index = IndexOf(slot);
        bool found = index >= 0 && offset < _bySlot[index].Pages;
        gfn = found ? _bySlot[index].BaseGfn + offset : 0;
        return found;
    }

    /// <summary>The position of a slot in <see cref="Slots"/>, or -1.</summary>
    internal int IndexOf(uint slot)
    {
        int low = 0;
        int high = _bySlot.Length;
        while (high - low > 1)
        {
            int middle = (int)((uint)(low + high) / 2);
            if (_bySlot[middle].Slot <= slot)
                low = middle;
            else
                high = middle;
        }

        return _bySlot[low].Slot == slot ? low : -1;
    }
}
