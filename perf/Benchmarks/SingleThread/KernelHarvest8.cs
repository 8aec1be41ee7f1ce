using System;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Layouts;

namespace RingCore.Benchmarks.SingleThread;

/// <summary>Harvest and mark in C, 8-byte entries, the frames of a lap into an array of a batch.</summary>
internal sealed unsafe class KernelHarvest8(string name, nint function) : IParty
{
    private readonly delegate* unmanaged[SuppressGCTransition]<ulong*, uint, ulong, ulong, ulong*, uint> _function =
        (delegate* unmanaged[SuppressGCTransition]<ulong*, uint, ulong, ulong, ulong*, uint>)function;

    private readonly EntryMemory _memory = new(DirtyPageAddress.Bytes);
    private readonly DirtyPage[] _pages = Pages.Sequential();
    private readonly PageArray _harvested = new();
    private uint _count;

    public string Name { get; } = name;

    public int Entries => Pages.Entries;

    public void Prepare() => _memory.WriteWords(_pages, EntryState.Dirty);

    public void Run()
    {
        uint count = 0;
        for (int i = 0; i < Pages.Entries; i += Pages.BatchPages)
            count += _function(_memory.Words + i, Pages.BatchPages, EntryState.Dirty, EntryState.Mask, _harvested.Frames);
        _count = count;
    }

    public void Check()
    {
        Pages.CheckCount(Name, _count);
        Pages.Check(Name, _pages.AsSpan(^Pages.BatchPages..), _harvested.Frames);
        _memory.CheckWordStates(Name, EntryState.Reset);
    }

    public void Dispose()
    {
        _memory.Dispose();
        _harvested.Dispose();
    }
}
