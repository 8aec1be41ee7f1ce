using System;
using LiveCheckpoint.Checkpoints;
using LiveCheckpoint.Workloads;
using RingCore.Tracking;

namespace RingCore.Benchmarks.Checkpoints;

/// <summary>
/// The same database without checkpoints: nothing of it is ever collected, copied or written. It still pays for an fsync at the same pace.
/// </summary>
internal sealed class UncheckpointedSide : ILoadedDatabase
{
    /// <summary>The name of the one that differs from ours in nothing but its checkpoints.</summary>
    internal const string SameWritePath = "no checkpoints";

    private readonly TrackedMemory _memory;
    private readonly DirtyTracker _tracker;
    private readonly SlotDatabase _live;
    private readonly PacedFile _file;

    /// <summary>Makes an empty database.</summary>
    /// <param name="name">What a comparison calls it.</param>
    /// <param name="source">The source whose write path it has: <see cref="SourceKind.Compare"/> for SQLite's own, with no tracking in it at all.</param>
    /// <param name="place">The transactions, and the folder of the file that is synced.</param>
    internal UncheckpointedSide(string name, SourceKind source, WorkloadPlace place)
    {
        Name = name;
        _memory = new TrackedMemory(place.ImagePages);
        // Nobody drains: a writer that finds its ring full is not to wait for it.
        _tracker = new DirtyTracker(_memory, new TrackerOptions { Source = source, ThrottleTimeout = TimeSpan.Zero });
        _live = SlotDatabase.Open(_memory, _tracker, slot: 0, place.Plan);
        _file = new PacedFile(place.File(name));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public Workload Workload => _live.Workload;

    /// <inheritdoc/>
    public void StartMakingDurable() => _file.Start();

    /// <inheritdoc/>
    public void MakeDurable()
    {
        _file.Wait();
        _file.Start();
        _file.Wait();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _live.Dispose();
        _tracker.Dispose();
        _memory.Dispose();
    }
}
