using System;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Layouts;

namespace RingCore.Benchmarks.SingleThread;

/// <summary>Harvest and mark in C, 16-byte entries, a lap into an array of a batch.</summary>
internal sealed unsafe class KernelHarvest16(string name, nint function) : IParty
{
    private readonly delegate* unmanaged[SuppressGCTransition]<KvmDirtyGfn*, uint, uint, DirtyPage*, uint> _function =
        (delegate* unmanaged[SuppressGCTransition]<KvmDirtyGfn*, uint, uint, DirtyPage*, uint>)function;

    private readonly EntryMemory _memory = new(KvmDirtyGfn.Bytes);
    private readonly DirtyPage[] _pages = Pages.Sequential();
    private readonly PageArray _harvested = new();
    private uint _count;

    public string Name { get; } = name;

    public int Entries => Pages.Entries;

    public void Prepare() => _memory.WriteGfns(_pages, EntryState.Dirty);

    public void Run()
    {
        uint count = 0;
        for (int i = 0; i < Pages.Entries; i += Pages.BatchPages)
            count += _function(_memory.Gfns + i, Pages.BatchPages, EntryState.Dirty, _harvested.Start);
        _count = count;
    }

    public void Check()
    {
        Pages.CheckCount(Name, _count);
        Pages.Check(Name, _pages.AsSpan(^Pages.BatchPages..), _harvested.Span);
        _memory.CheckGfnFlags(Name, EntryState.Reset);
    }

    public void Dispose()
    {
        _memory.Dispose();
        _harvested.Dispose();
    }
}
