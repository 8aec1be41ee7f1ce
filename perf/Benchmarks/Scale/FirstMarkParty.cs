using System;
using RingCore.Benchmarks.Density;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Tracking;

namespace RingCore.Benchmarks.Scale;

/// <summary>A writer's <see cref="Writer.MarkDirty"/> for pages that are not marked: the first write of a round, with its push.</summary>
internal sealed class FirstMarkParty : IParty
{
    private readonly TrackedMemory _memory;
    private readonly DirtyTracker _tracker;
    private readonly Writer _writer;
    private readonly ulong[] _pages;
    private long _news;

    /// <summary>Makes memory and tracker.</summary>
    /// <param name="name">What the table calls it.</param>
    /// <param name="memoryPages">Pages of the memory.</param>
    /// <param name="runPages">As <see cref="DirtySet.Choose"/> has it.</param>
    internal FirstMarkParty(string name, long memoryPages, int runPages)
    {
        Name = name;
        _memory = new TrackedMemory(memoryPages);
        _tracker = new DirtyTracker(_memory, new TrackerOptions { Source = SourceKind.Barrier, Entries = 2 * MemorySizes.DirtyPages });
        _writer = _tracker.OpenWriter();
        _pages = DirtySet.Choose(memoryPages, MemorySizes.DirtyPages, runPages);
    }

    public string Name { get; }

    public int Entries => _pages.Length;

    public void Prepare()
    {
        using CollectedRound collected = _tracker.Collect();
        using ReadableRound round = collected.Reset();
        round.Commit();
        _news = 0;
    }

    public void Run()
    {
        foreach (ulong page in _pages)
            _news += _writer.MarkDirty(page).NewPages;
    }

    public void Check()
    {
        if (_news != Entries)
            throw new InvalidOperationException($"{Name}: {_news} of {Entries} pages were news.");
    }

    public void Dispose()
    {
        _writer.Dispose();
        _tracker.Dispose();
        _memory.Dispose();
    }
}
