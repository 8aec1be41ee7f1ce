using System;
using System.Diagnostics;
using System.IO;
using LiveCheckpoint.Log;
using LiveCheckpoint.Workloads;
using RingCore.Tracking;

namespace LiveCheckpoint.Checkpoints;

/// <summary>
/// A database in tracked memory whose checkpoints go to a log. The thread that runs transactions takes them between two of them: it stands still
/// for collect, reset and the copying of the dirty pages; hashing, writing and fsync go on beside it.
/// </summary>
/// <remarks>Made, used and disposed on one thread.</remarks>
internal sealed unsafe class CheckpointedDatabase : IDisposable
{
    private readonly TrackedMemory _memory;
    private readonly Drainer? _drainer;
    private readonly EpochPages _pages;
    private readonly EpochLog _log;
    private long _lastCheckpoint;

    /// <summary>Opens the database that the target's log holds, or makes an empty one.</summary>
    /// <param name="plan">What the workload does.</param>
    /// <param name="tracker">What finds the dirty pages.</param>
    /// <param name="target">The log.</param>
    /// <param name="replica">The image as of the log's last epoch; empty for a new log. It belongs to the database from now on.</param>
    /// <param name="sabotage">What is broken on purpose, if anything.</param>
    /// <param name="onDurable">Called on another thread with each durable point.</param>
    /// <exception cref="SourceUnavailableException">The source asked for does not work here.</exception>
    /// <exception cref="IOException">The log cannot be made or opened.</exception>
    internal CheckpointedDatabase(
        TransactionPlan plan, TrackerOptions tracker, LogTarget target, Replica replica, Sabotage sabotage, Action<DurablePoint> onDurable)
    {
        Epoch = replica.Epoch;
        _memory = new TrackedMemory(replica.CapacityPages);
        LoadImage(replica);
        Tracker = new DirtyTracker(_memory, tracker);
        if (Tracker.Source.Kind == SourceKind.Barrier)
            _drainer = new Drainer(Tracker);
        _log = new EpochLog(target.Open(new LogHeader(replica.CapacityPages, plan.Seed, Generation: 0)), replica);
        Lost = new LostPages(Image, replica.CapacityPages);
        _pages = new EpochPages(replica.CapacityPages / 4);
        Checkpointer = new Checkpointer(_log, Lost, sabotage, onDurable);
        Live = SlotDatabase.Open(_memory, Tracker, slot: 0, plan, replica.ImagePages);
    }

    /// <summary>What the boundaries have measured.</summary>
    internal RunStatistics Statistics { get; } = new();

    internal DirtyTracker Tracker { get; }

    internal SlotDatabase Live { get; }

    internal Workload Workload => Live.Workload;

    /// <summary>The live image's first byte.</summary>
    internal byte* Image => _memory.Address(0);

    internal LostPages Lost { get; }

    /// <summary>The thread that makes epochs durable.</summary>
    internal Checkpointer Checkpointer { get; }

    /// <summary>The last epoch that was taken.</summary>
    internal long Epoch { get; private set; }

    /// <summary>Bytes written to the log, compactions included. Read it when the checkpointer is idle.</summary>
    internal long WrittenBytes => _log.WrittenBytes;

    /// <summary>Whether the last checkpoint is on the disk, and so long ago that the next is due.</summary>
    internal bool IsDue(TimeSpan every) => Checkpointer.IsIdle && Stopwatch.GetElapsedTime(_lastCheckpoint) >= every;

    /// <summary>Takes a checkpoint, which the checkpointer then makes durable. The last one must be; see <see cref="IsDue"/>.</summary>
    /// <param name="verifies">Whether to wait until its result has been compared with the live image.</param>
    /// <returns>The time that the comparison took.</returns>
    internal TimeSpan Checkpoint(bool verifies)
    {
        if (Checkpointer.Failure is not null)
            return TimeSpan.Zero;
        long start = Stopwatch.GetTimestamp();
        _lastCheckpoint = start;
        ReadableRound round = CopyDirtyPages();
        Statistics.Pauses.Add(Stopwatch.GetElapsedTime(start));

        int imagePages = Live.ImagePages;
        Statistics.DirtyPages.Add(_pages.Count);
        Statistics.FullCopyBytes += (long)imagePages * TrackedMemory.PageBytes;
        Epoch++;
        long submitted = Stopwatch.GetTimestamp();
        Checkpointer.Submit(new Epoch(Epoch, Workload.Transaction, imagePages, _pages, round, verifies));
        if (!verifies)
            return TimeSpan.Zero;
        Checkpointer.WaitUntilVerified();
        TimeSpan verification = Stopwatch.GetElapsedTime(submitted);
        Statistics.VerificationTime += verification;
        return verification;
    }

    public void Dispose()
    {
        Checkpointer.Dispose();
        Live.Dispose();
        _drainer?.Dispose();
        Tracker.Dispose();
        _memory.Dispose();
    }

    /// <summary>The pause: collect, reset, and only then read.</summary>
    private ReadableRound CopyDirtyPages()
    {
        ulong baseGfn = _memory.BaseGfn(0);
        _pages.Clear();
        using CollectedRound collected = Tracker.Collect();
        ReadableRound round = collected.Reset();
        foreach (ulong gfn in round)
            _pages.Add((int)(gfn - baseGfn), round.Read(gfn));
        return round;
    }

    private void LoadImage(Replica replica)
    {
        int bytes = replica.HighestPages * TrackedMemory.PageBytes;
        Span<byte> image = new(Image, bytes);
        for (int page = 0; page < replica.HighestPages; page++)
            replica.Page(page).CopyTo(image[(page * TrackedMemory.PageBytes)..]);
    }
}
