using System;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Layouts;

namespace RingCore.Benchmarks.SingleThread;

/// <summary>Harvest and mark in C, 16-byte entries, a lap into an array.</summary>
internal sealed unsafe class KernelHarvest16(string name, nint function) : IParty
{
    private readonly delegate* unmanaged[SuppressGCTransition]<KvmDirtyGfn*, uint, uint, DirtyPage*, uint> _function =
        (delegate* unmanaged[SuppressGCTransition]<KvmDirtyGfn*, uint, uint, DirtyPage*, uint>)function;

    private readonly EntryMemory _memory = new(KvmDirtyGfn.Bytes);
    private readonly DirtyPage[] _pages = Pages.Sequential();
    private readonly DirtyPage[] _harvested = new DirtyPage[Pages.Entries];
    private uint _count;

    public string Name { get; } = name;

    public int Entries => Pages.Entries;

    public void Prepare() => _memory.WriteGfns(_pages, EntryState.Dirty);

    public void Run()
    {
        fixed (DirtyPage* pages = _harvested)
            _count = _function(_memory.Gfns, Pages.Entries, EntryState.Dirty, pages);
    }

    public void Check()
    {
        Pages.Check(Name, _pages, _harvested.AsSpan(0, (int)_count));
        _memory.CheckGfnFlags(Name, EntryState.Reset);
    }

    public void Dispose() => _memory.Dispose();
}
