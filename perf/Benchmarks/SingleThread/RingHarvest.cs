using System;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Benchmarks.Transfer;
using RingCore.Layouts;

namespace RingCore.Benchmarks.SingleThread;

/// <summary>Harvest and mark through a ring's public handle, a lap into a span of a batch. The ring's own producer and resetter prepare the next lap.</summary>
internal sealed class RingHarvest<TFace>(string name, TFace ring) : IParty
    where TFace : struct, IRingFace
{
    private readonly DirtyPage[] _pages = Pages.Sequential();
    private readonly PageArray _harvested = new();
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

    public void Run()
    {
        TFace ring = _ring;
        Span<DirtyPage> harvested = _harvested.Span;
        int count = 0;
        for (int i = 0; i < Pages.Entries; i += Pages.BatchPages)
            count += ring.Harvest(harvested).Pages;
        _count = count;
    }

    public void Check()
    {
        Pages.CheckCount(Name, _count);
        Pages.Check(Name, _pages.AsSpan(^Pages.BatchPages..), _harvested.Span);
    }

    public void Dispose()
    {
        _ring.Dispose();
        _harvested.Dispose();
    }
}
