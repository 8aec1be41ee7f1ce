using System;
using System.Runtime.InteropServices;
using System.Threading;
using RingCore.Tracking.Linux;

namespace RingCore.Tracking;

/// <summary>
/// Native memory in pages of 4 KiB, page-aligned and zeroed, in one or more slots. The slots stand one after the other: the frame number
/// of a page (gfn) is its distance from the first page of slot 0, in pages.
/// </summary>
/// <remarks>
/// Any thread may read and write the memory; which of it was written is a <see cref="DirtyTracker"/>'s to say. The memory is freed when
/// its owner and every tracker over it have been disposed; pointers into it are good until its owner disposes it. There is no finalizer:
/// one could run under a writer.
/// </remarks>
public sealed unsafe class TrackedMemory : IDisposable
{
    /// <summary>Bytes per page.</summary>
    public const int PageBytes = 4096;

    /// <summary>Most pages of all slots together: 2^32, which is 16 TiB.</summary>
    public const long MaxPages = 1L << 32;

    /// <summary>Most slots, as many as a KVM slot number tells apart.</summary>
    public const int MaxSlots = 1 << 16;

    private readonly Lock _gate = new();
    private readonly bool _isMapped;
    private byte* _start;
    private int _users = 1;

    /// <summary>Allocates memory of zeros.</summary>
    /// <param name="slotPages">
    /// Pages of each slot, 1 or more; 1 to <see cref="MaxSlots"/> slots, together at most <see cref="MaxPages"/> pages.
    /// </param>
    /// <exception cref="ArgumentException">There is no slot, or too many.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A slot has no page, or there are too many pages.</exception>
    /// <exception cref="InsufficientMemoryException">The host does not have as much.</exception>
    public TrackedMemory(params ReadOnlySpan<long> slotPages)
        : this(OperatingSystem.IsLinux(), slotPages)
    {
    }

    /// <summary>Allocates by a mapping of its own, or from the heap as hosts other than Linux do.</summary>
    internal TrackedMemory(bool map, ReadOnlySpan<long> slotPages)
    {
        Slots = Lay(slotPages);
        foreach (MemorySlot slot in Slots.Slots)
            Pages += slot.Pages;
        _isMapped = map;
        _start = map ? LibC.MapAnonymous((nuint)Pages * PageBytes) : Allocate((nuint)Pages * PageBytes);
        if (_start == null)
            throw new InsufficientMemoryException($"The host refused {Pages * PageBytes:#,0} bytes of tracked memory.");
    }

    /// <summary>Slot numbers, first frames and sizes, for rings over this memory.</summary>
    public SlotTable Slots { get; }

    /// <summary>Number of slots.</summary>
    public int SlotCount => Slots.Slots.Length;

    /// <summary>Pages of all slots together. Frame numbers run from 0 to one less.</summary>
    public ulong Pages { get; }

    /// <summary>Whether the owner has disposed it.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>First byte of a slot, at a multiple of <see cref="PageBytes"/>; the slot's pages follow without a gap.</summary>
    /// <param name="slot">0 to <see cref="SlotCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    /// <exception cref="ObjectDisposedException">The memory has been disposed.</exception>
    public byte* Address(int slot)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        return _start + (BaseGfn(slot) * PageBytes);
    }

    /// <summary>Pages of a slot.</summary>
    /// <param name="slot">0 to <see cref="SlotCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    public long SlotPages(int slot) => (long)Slot(slot).Pages;

    /// <summary>Frame number of a slot's first page.</summary>
    /// <param name="slot">0 to <see cref="SlotCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    public ulong BaseGfn(int slot) => Slot(slot).BaseGfn;

    /// <summary>Gives up the memory; it is freed once every tracker over it has been disposed too. A second call does nothing.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (IsDisposed)
                return;
            IsDisposed = true;
        }

        RemoveUser();
    }

    /// <summary>First byte of slot 0, good for whoever counts as a user.</summary>
    internal byte* Start => _start;

    /// <summary>Whether the last user is gone and with it the memory.</summary>
    internal bool IsFreed => _start == null;

    /// <summary>Counts a tracker.</summary>
    internal void AddUser()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            _users++;
        }
    }

    /// <summary>Counts a tracker or the owner off, and frees the memory with the last.</summary>
    internal void RemoveUser()
    {
        lock (_gate)
        {
            if (--_users > 0)
                return;
            if (_isMapped)
                LibC.Unmap(_start, (nuint)Pages * PageBytes);
            else
                NativeMemory.AlignedFree(_start);
            _start = null;
        }
    }

    /// <summary>The table of slots that stand one after the other.</summary>
    internal static SlotTable Lay(ReadOnlySpan<long> slotPages)
    {
        if (slotPages.Length is < 1 or > MaxSlots)
            throw new ArgumentException($"Tracked memory has 1 to {MaxSlots} slots, not {slotPages.Length}.", nameof(slotPages));
        MemorySlot[] slots = new MemorySlot[slotPages.Length];
        long baseGfn = 0;
        for (int i = 0; i < slots.Length; i++)
        {
            if (slotPages[i] < 1 || slotPages[i] > MaxPages - baseGfn)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(slotPages), slotPages[i], $"Slot {i} has 1 page or more, and all slots together at most {MaxPages}.");
            }

            slots[i] = new MemorySlot((uint)i, (ulong)baseGfn, (ulong)slotPages[i]);
            baseGfn += slotPages[i];
        }

        return new SlotTable(slots);
    }

    private static byte* Allocate(nuint bytes)
    {
        byte* start = (byte*)NativeMemory.AlignedAlloc(bytes, PageBytes);
        NativeMemory.Clear(start, bytes);
        return start;
    }

    private ref readonly MemorySlot Slot(int slot)
    {
        if ((uint)slot >= (uint)SlotCount)
            throw new ArgumentOutOfRangeException(nameof(slot), slot, $"The memory has {SlotCount} slots, numbered from 0.");
        return ref Slots.Slots[slot];
    }
}
