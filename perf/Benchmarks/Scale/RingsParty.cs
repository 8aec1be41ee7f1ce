using System;
using System.Linq;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Scale;

/// <summary>One collector for many rings: it goes round them once, and harvests and resets what it finds.</summary>
internal sealed class RingsParty : IParty
{
    private const int RingEntries = 4096;
    private const int BatchPages = 256;

    // A ring at rest costs a few nanoseconds: one time round is too short to be timed.
    private const int TimesAroundAtRest = 16;

    private readonly int _timesAround;
    private readonly FlaggedDirtyRing[] _rings;
    private readonly DirtyPage[] _dirty;
    private readonly DirtyPage[] _batch = new DirtyPage[BatchPages];
    private CountingSink _sink;

    /// <summary>Makes the rings.</summary>
    /// <param name="name">What the table calls it.</param>
    /// <param name="rings">How many.</param>
    /// <param name="dirty">Dirty pages in all rings together, the same number in each; 0: they are at rest.</param>
    internal RingsParty(string name, int rings, int dirty)
    {
        Name = name;
        _timesAround = dirty > 0 ? 1 : TimesAroundAtRest;
        Entries = dirty > 0 ? dirty : rings * TimesAroundAtRest;
        _rings = [.. Enumerable.Range(0, rings).Select(static _ => new FlaggedDirtyRing(RingEntries, reservedEntries: 0))];
        _dirty = [.. Enumerable.Range(0, dirty / rings).Select(static page => new DirtyPage(0, (ulong)page))];
    }

    public string Name { get; }

    /// <summary>Dirty pages; at rest, visits to a ring.</summary>
    public int Entries { get; }

    public void Prepare()
    {
        _sink = default;
        foreach (FlaggedDirtyRing ring in _rings)
        {
            if (ring.Producer.Push(_dirty).Pushed != _dirty.Length)
                throw new InvalidOperationException($"{Name}: a ring that was reset refused a page.");
        }
    }

    public void Run()
    {
        for (int times = 0; times < _timesAround; times++)
            GoAround();
    }

    public void Check()
    {
        if (_sink.Pages != (long)_dirty.Length * _rings.Length)
            throw new InvalidOperationException($"{Name}: {_dirty.Length * _rings.Length} pages were pushed and {_sink.Pages} reset.");
    }

    public void Dispose()
    {
        foreach (FlaggedDirtyRing ring in _rings)
            ring.Dispose();
    }

    private void GoAround()
    {
        foreach (FlaggedDirtyRing ring in _rings)
        {
            int harvested = 0;
            while (ring.Collector.Harvest(_batch).Entries is int taken and > 0)
            {
                harvested += taken;
                if (taken < BatchPages)
                    break;
            }

            if (harvested > 0)
                _ = ring.Resetter.Reset(ref _sink);
        }
    }
}
