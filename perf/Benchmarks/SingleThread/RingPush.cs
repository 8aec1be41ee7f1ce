using System;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Benchmarks.Transfer;
using RingCore.Layouts;

namespace RingCore.Benchmarks.SingleThread;

/// <summary>A lap of pushes through a ring's public handle; collector and resetter free it again between the laps.</summary>
/// <param name="name">What tables call it.</param>
/// <param name="ring">The ring.</param>
/// <param name="batch">Pages per push: 1 pushes page by page.</param>
internal sealed class RingPush<TFace>(string name, TFace ring, int batch) : IParty
    where TFace : struct, IRingFace
{
    private readonly DirtyPage[] _pages = Pages.Sequential();
    private readonly DirtyPage[] _harvested = new DirtyPage[Pages.Entries];
    private readonly TFace _ring = ring;
    private CountingSink _sink;
    private int _pushed;
    private int _count;

    public string Name { get; } = name;

    public int Entries => Pages.Entries;

    public void Prepare()
    {
        _count = _ring.Harvest(_harvested).Pages;
        _ring.Reset(ref _sink);
    }

    public void Run() => _pushed = batch == 1 ? _ring.PushSingly(_pages) : PushInBatches();

    public void Check()
    {
        Pages.CheckCount(Name, _pushed);
        Prepare();
        Pages.Check(Name, _pages, _harvested.AsSpan(0, _count));
    }

    public void Dispose() => _ring.Dispose();

    private int PushInBatches()
    {
        TFace ring = _ring;
        int pushed = 0;
        for (int i = 0; i < _pages.Length; i += batch)
            pushed += ring.Push(_pages.AsSpan(i, batch)).Pushed;
        return pushed;
    }
}
