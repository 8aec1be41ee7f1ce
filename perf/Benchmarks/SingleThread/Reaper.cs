using System;
using System.Runtime.InteropServices;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Layouts;
using RingCore.Platform;

namespace RingCore.Benchmarks.SingleThread;

/// <summary>A loop like QEMU's, in C: entry by entry, with a slot's look-up and a plain <c>or</c> into its bitmap.</summary>
internal sealed unsafe class Reaper : IParty
{
    private const uint Spaces = 2;
    private const uint SlotsPerSpace = 32;

    private readonly delegate* unmanaged[SuppressGCTransition]<KvmDirtyGfn*, uint, uint*, AddressSpaces*, uint> _function;
    private readonly EntryMemory _memory = new(KvmDirtyGfn.Bytes);
    private readonly AlignedBlock _shared;
    private readonly DirtyPage[] _pages = Pages.Sequential();
    private readonly ulong* _bits;
    private readonly AddressSpaces* _spaces;
    private readonly uint* _fetch;
    private uint _count;

    internal Reaper(string name, nint function)
    {
        _function = (delegate* unmanaged[SuppressGCTransition]<KvmDirtyGfn*, uint, uint*, AddressSpaces*, uint>)function;
        Name = name;
        int slotBytes = (int)(Spaces * SlotsPerSpace) * sizeof(SlotBitmap);
        _shared = new AlignedBlock((nuint)(CacheLine.PaddingBytes + slotBytes + Pages.Entries / 8), CacheLine.PaddingBytes);
        _spaces = (AddressSpaces*)_shared.Start;
        _fetch = (uint*)(_spaces + 1);
        SlotBitmap* slots = (SlotBitmap*)(_shared.Start + CacheLine.PaddingBytes);
        _bits = (ulong*)(_shared.Start + CacheLine.PaddingBytes + slotBytes);
        slots[0] = new SlotBitmap { Pages = Pages.Entries, Bits = _bits };
        *_spaces = new AddressSpaces { Slots = slots, Spaces = Spaces, SlotsPerSpace = SlotsPerSpace };
    }

    public string Name { get; }

    public int Entries => Pages.Entries;

    public void Prepare()
    {
        _memory.WriteGfns(_pages, EntryState.Dirty);
        NativeMemory.Clear(_bits, Pages.Entries / 8);
    }

    public void Run() => _count = _function(_memory.Gfns, Pages.Entries, _fetch, _spaces);

    public void Check()
    {
        Pages.CheckCount(Name, _count);
        for (int i = 0; i < Pages.Entries / 64; i++)
        {
            if (_bits[i] != ulong.MaxValue)
                throw new InvalidOperationException($"{Name}: word {i} of the bitmap is {_bits[i]:x}, not all ones.");
        }

        _memory.CheckGfnFlags(Name, EntryState.Reset);
    }

    public void Dispose()
    {
        _memory.Dispose();
        _shared.Dispose();
    }

    /// <summary>As in <c>perf/native/kernels/harvest.cpp</c>.</summary>
    private struct SlotBitmap
    {
        internal ulong Pages;
        internal ulong* Bits;
    }

    /// <inheritdoc cref="SlotBitmap"/>
    private struct AddressSpaces
    {
        internal SlotBitmap* Slots;
        internal uint Spaces;
        internal uint SlotsPerSpace;
    }
}
