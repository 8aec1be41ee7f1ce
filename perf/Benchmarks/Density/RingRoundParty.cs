using System;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Density;

/// <summary>One round by ring: harvest a full ring into an array, reset it.</summary>
internal sealed class RingRoundParty : IParty
{
    private readonly FlaggedDirtyRing _ring;
    private readonly DirtyPage[] _dirty;
    private readonly DirtyPage[] _pages;
    private CountingSink _sink;

    /// <summary>Makes the ring.</summary>
    /// <param name="name">What the table calls it.</param>
    /// <param name="dirty">The pages that are pushed before every lap: a power of two of them.</param>
    /// <param name="memoryPages">Pages of the memory: a reset checks against them.</param>
    internal RingRoundParty(string name, ulong[] dirty, long memoryPages)
    {
        Name = name;
        _ring = new FlaggedDirtyRing(dirty.Length, reservedEntries: 0, new SlotTable(new MemorySlot(0, 0, (ulong)memoryPages)));
        _dirty = Array.ConvertAll(dirty, static page => new DirtyPage(0, page));
        _pages = new DirtyPage[dirty.Length];
    }

    public string Name { get; }

    public int Entries => _dirty.Length;

    public void Prepare()
    {
        _sink = default;
        if (_ring.Producer.Push(_dirty).Pushed != Entries)
            throw new InvalidOperationException($"{Name}: a ring that was reset refused a page.");
    }

    public void Run()
    {
        _ = _ring.Collector.Harvest(_pages);
        _ = _ring.Resetter.Reset(ref _sink);
    }

    public void Check()
    {
        if (!_pages.AsSpan().SequenceEqual(_dirty) || _sink.Pages != Entries)
            throw new InvalidOperationException($"{Name}: not the pages that were pushed, or {_sink.Pages} of {Entries} reset.");
    }

    public void Dispose() => _ring.Dispose();
}
