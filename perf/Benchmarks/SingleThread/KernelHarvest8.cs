using System;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Layouts;

namespace RingCore.Benchmarks.SingleThread;

/// <summary>Harvest and mark in C, 8-byte entries, the frames of a lap into an array.</summary>
internal sealed unsafe class KernelHarvest8(string name, nint function) : IParty
{
    private readonly delegate* unmanaged[SuppressGCTransition]<ulong*, uint, ulong, ulong, ulong*, uint> _function =
        (delegate* unmanaged[SuppressGCTransition]<ulong*, uint, ulong, ulong, ulong*, uint>)function;

    private readonly EntryMemory _memory = new(DirtyPageAddress.Bytes);
    private readonly DirtyPage[] _pages = Pages.Sequential();
    private readonly ulong[] _frames = new ulong[Pages.Entries];
    private uint _count;

    public string Name { get; } = name;

    public int Entries => Pages.Entries;

    public void Prepare() => _memory.WriteWords(_pages, EntryState.Dirty);

    public void Run()
    {
        fixed (ulong* frames = _frames)
            _count = _function(_memory.Words, Pages.Entries, EntryState.Dirty, EntryState.Mask, frames);
    }

    public void Check()
    {
        Pages.CheckCount(Name, _count);
        for (int i = 0; i < Pages.Entries; i++)
            Pages.Check(Name, _pages.AsSpan(i, 1), [new DirtyPage(0, _frames[i])]);
        _memory.CheckWordStates(Name, EntryState.Reset);
    }

    public void Dispose() => _memory.Dispose();
}
