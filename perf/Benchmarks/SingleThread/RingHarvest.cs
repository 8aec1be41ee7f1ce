using System;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Benchmarks.Transfer;
using RingCore.Layouts;

namespace RingCore.Benchmarks.SingleThread;

/// <summary>Harvest and mark through a ring's public handle, a lap into a span. The ring's own producer and resetter prepare the next lap.</summary>
internal sealed class RingHarvest<TFace>(string name, TFace ring) : IParty
    where TFace : struct, IRingFace
{
    private readonly DirtyPage[] _pages = Pages.Sequential();
    private readonly DirtyPage[] _harvested = new DirtyPage[Pages.Entries];
    private readonly TFace _ring = ring;
    private CountingSink _sink;
    private int _count;

    public string Name { get; } = name;

    public int Entries => Pages.Entries;

    public void Prepare()
    {
        _ring.Reset(ref _sink);
        Pages.CheckCount(Name, _ring.Push(_pages).Pushed);
    }

    public void Run() => _count = _ring.Harvest(_harvested).Pages;

    public void Check() => Pages.Check(Name, _pages, _harvested.AsSpan(0, _count));

    public void Dispose() => _ring.Dispose();
}
