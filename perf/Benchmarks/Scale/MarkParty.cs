using System;
using RingCore.Benchmarks.Density;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Tracking;

namespace RingCore.Benchmarks.Scale;

/// <summary>A writer's <see cref="Writer.MarkDirty"/> for pages that are marked already: what most writes of a round cost.</summary>
internal sealed class MarkParty : IParty
{
    private readonly TrackedMemory _memory;
    private readonly DirtyTracker _tracker;
    private readonly Writer _writer;
    private readonly ulong[] _pages;
    private int _next;
    private long _news;

    /// <summary>Makes memory and tracker, and marks the pages.</summary>
    /// <param name="name">What the table calls it.</param>
    /// <param name="memoryPages">Pages of the memory.</param>
    /// <param name="pages">The pages that are marked again and again, a multiple of <see cref="MemorySizes.DirtyPages"/> of them.</param>
    /// <param name="runPages">As <see cref="DirtySet.Choose"/> has it.</param>
    internal MarkParty(string name, long memoryPages, int pages, int runPages)
    {
        Name = name;
        _memory = new TrackedMemory(memoryPages);
        _tracker = new DirtyTracker(_memory, new TrackerOptions { Source = SourceKind.Barrier, ThrottleTimeout = TimeSpan.Zero });
        _writer = _tracker.OpenWriter();
        _pages = DirtySet.Choose(memoryPages, pages, runPages);
        foreach (ulong page in _pages)
            _ = _writer.MarkDirty(page);
    }

    public string Name { get; }

    public int Entries => MemorySizes.DirtyPages;

    public void Prepare()
    {
    }

    public void Run()
    {
        foreach (ulong page in _pages.AsSpan(_next, Entries))
            _news += _writer.MarkDirty(page).NewPages;
        _next = (_next + Entries) % _pages.Length;
    }

    public void Check()
    {
        if (_news != 0)
            throw new InvalidOperationException($"{Name}: {_news} pages were not marked that had been.");
    }

    public void Dispose()
    {
        _writer.Dispose();
        _tracker.Dispose();
        _memory.Dispose();
    }
}
