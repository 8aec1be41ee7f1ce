using System;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Layouts;

namespace RingCore.Benchmarks.SingleThread;

/// <summary>Harvest and mark of 8-byte entries as page addresses, a lap into a span of a batch. No slot is looked up, as in C.</summary>
internal sealed unsafe class AddressHarvest<TFence, TEntry>(string name, FlaggedRing<TFence, TEntry, DirtyPageAddress> ring) : IParty
    where TFence : IFencePoints
    where TEntry : struct, IFlaggedEntry<DirtyPageAddress>
{
    private readonly DirtyPage[] _pages = Pages.Sequential();
    private readonly PageArray _harvested = new();
    private CountingSink _sink;
    private int _count;

    public string Name { get; } = name;

    public int Entries => Pages.Entries;

    public void Prepare()
    {
        ring.Resetter.Reset(ref _sink);
        Pages.CheckCount(Name, ring.Producer.Push(_pages).Pushed);
    }

    public void Run()
    {
        Span<DirtyPageAddress> harvested = new(_harvested.Frames, Pages.BatchPages);
        int count = 0;
        for (int i = 0; i < Pages.Entries; i += Pages.BatchPages)
            count += ring.Collector.HarvestItems(harvested).Pages;
        _count = count;
    }

    public void Check()
    {
        Pages.CheckCount(Name, _count);
        for (int i = 0; i < Pages.BatchPages; i++)
            _harvested.Frames[i] >>= DirtyPageAddress.FrameShift;
        Pages.Check(Name, _pages.AsSpan(^Pages.BatchPages..), _harvested.Frames);
    }

    public void Dispose()
    {
        ring.Dispose();
        _harvested.Dispose();
    }
}
