using System;
using System.Linq;
using RingCore.Benchmarks.Density;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Tracking;

namespace RingCore.Benchmarks.Scale;

/// <summary>A tracker's whole round: collect, walk the page numbers, reset, commit. Its pages are marked before, untimed.</summary>
internal sealed class RoundParty : IParty
{
    /// <summary>Laps until the same pages are dirty again.</summary>
    private const int Variations = 8;

    // Larger than a round, so that no mark finds it soft full.
    private const int RingEntries = 2 * MemorySizes.DirtyPages;

    private readonly TrackedMemory _memory;
    private readonly DirtyTracker _tracker;
    private readonly Writer _writer;
    private readonly ulong[][] _dirty = new ulong[Variations][];
    private int _lap;
    private ulong _sum;

    /// <summary>Makes memory and tracker.</summary>
    /// <param name="name">What the table calls it.</param>
    /// <param name="memoryPages">Pages of the memory; none of them is touched.</param>
    /// <param name="dirty">Dirty pages of a round; 0: the round is of a memory at rest.</param>
    /// <param name="runPages">As <see cref="DirtySet.Choose"/> has it.</param>
    internal RoundParty(string name, long memoryPages, int dirty, int runPages)
    {
        Name = name;
        Entries = Math.Max(dirty, 1);
        _memory = new TrackedMemory(memoryPages);
        _tracker = new DirtyTracker(_memory, new TrackerOptions { Source = SourceKind.Barrier, Entries = RingEntries });
        _writer = _tracker.OpenWriter();
        for (int i = 0; i < Variations; i++)
            _dirty[i] = DirtySet.Choose(memoryPages, dirty, runPages, i);
    }

    public string Name { get; }

    public int Entries { get; }

    public void Prepare()
    {
        _lap++;
        foreach (ulong page in _dirty[_lap % Variations])
            _ = _writer.MarkDirty(page);
    }

    public void Run()
    {
        _sum = 0;
        using CollectedRound collected = _tracker.Collect();
        foreach (ulong page in collected)
            _sum += page;
        using ReadableRound round = collected.Reset();
        round.Commit();
    }

    public void Check()
    {
        ulong expected = _dirty[_lap % Variations].Aggregate(0UL, static (sum, page) => sum + page);
        if (_sum != expected)
            throw new InvalidOperationException($"{Name}: the pages of the round sum up to {_sum} and not to {expected}.");
    }

    public void Dispose()
    {
        _writer.Dispose();
        _tracker.Dispose();
        _memory.Dispose();
    }
}
