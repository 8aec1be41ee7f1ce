using System;

namespace RingCore.Tracking.Tests;

/// <summary>A collector without a tracker around it, and the memory that it needs until it is disposed.</summary>
internal sealed class BareCollector : IDisposable
{
    private readonly TrackedMemory _tracked;

    internal BareCollector(int pages)
    {
        _tracked = new TrackedMemory(pages);
        Memory = new TrackerMemory(_tracked);
        Collector = new RoundCollector(Memory, new TrackerOptions(), scan: null);
    }

    internal TrackerMemory Memory { get; }

    internal RoundCollector Collector { get; }

    internal SlotTable Slots => _tracked.Slots;

    public void Dispose()
    {
        Collector.Dispose();
        Memory.RemoveUser();
        _tracked.Dispose();
    }
}
