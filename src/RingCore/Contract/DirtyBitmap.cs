using System;
using System.Numerics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>One bit per page of a slot table. Private to whoever harvests into it: not for several threads at once.</summary>
public sealed class DirtyBitmap
{
    private readonly SlotTable _slots;
    private readonly ulong[][] _words;

    /// <summary>Makes a bitmap of zeros: 1 bit per page of the slots.</summary>
    public DirtyBitmap(SlotTable slots)
    {
        ArgumentNullException.ThrowIfNull(slots);
        _slots = slots;
        _words = new ulong[slots.Slots.Length][];
        for (int i = 0; i < _words.Length; i++)
            _words[i] = new ulong[checked((int)((slots.Slots[i].Pages + 63) / 64))];
    }

    /// <summary>Sets the bit of a page.</summary>
    /// <returns>False where no slot has the page; nothing is set then.</returns>
    public bool TrySet(DirtyPage page)
    {
        int index = _slots.IndexOf(page.Slot);
        if (index < 0 || page.Offset >= _slots.Slots[index].Pages)
            return false;
        _words[index][page.Offset / 64] |= 1UL << (int)(page.Offset % 64);
        return true;
    }

    /// <summary>
    /// Sets the bits of pages. What neighbours share is done once: the look-up for a run of one slot, the store for a run within one word.
    /// </summary>
    /// <returns>Pages that no slot has; nothing is set for them.</returns>
    internal int Set(ReadOnlySpan<DirtyPage> pages)
    {
        ulong[] words = [];
        ulong slotPages = 0;
        uint slot = 0;
        ulong word = 0;
        ulong bits = 0;
        int unknown = 0;
        foreach (DirtyPage page in pages)
        {
            if (page.Slot != slot || slotPages == 0)
            {
                if (bits != 0)
                    words[word] |= bits;
                bits = 0;
                slot = page.Slot;
                int index = _slots.IndexOf(slot);
                (words, slotPages) = index < 0 ? ([], 0) : (_words[index], _slots.Slots[index].Pages);
            }

            if (page.Offset >= slotPages)
            {
                unknown++;
                continue;
            }

            if (page.Offset / 64 != word)
            {
                if (bits != 0)
                    words[word] |= bits;
                bits = 0;
                word = page.Offset / 64;
            }

            bits |= 1UL << (int)page.Offset;
        }

        if (bits != 0)
            words[word] |= bits;
        return unknown;
    }

    /// <summary>The words of a slot: bit k of word w stands for page 64 w + k. Empty where the slot does not exist.</summary>
    public Span<ulong> Words(uint slot)
    {
        int index = _slots.IndexOf(slot);
        return index < 0 ? default : _words[index];
    }

    /// <summary>Number of bits set.</summary>
    public long Count()
    {
        long count = 0;
        foreach (ulong[] words in _words)
        {
            foreach (ulong word in words)
                count += BitOperations.PopCount(word);
        }

        return count;
    }

    /// <summary>Clears all bits.</summary>
    public void Clear()
    {
        foreach (ulong[] words in _words)
            Array.Clear(words);
    }
}
