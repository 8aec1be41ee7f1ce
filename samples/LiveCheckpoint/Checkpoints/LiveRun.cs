using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using LiveCheckpoint.Log;
using LiveCheckpoint.Workloads;
using Microsoft.Data.Sqlite;
using RingCore.Tracking;

namespace LiveCheckpoint.Checkpoints;

/// <summary>
/// One database under load, checkpointed at transaction boundaries. The workload stands still for collect, reset and
/// the copying of the dirty pages; hashing, writing and fsync go on beside it.
/// </summary>
/// <remarks>Made, run and disposed on one thread.</remarks>
internal sealed unsafe class LiveRun : IDisposable
{
    private const int VerifyEveryEpochs = 10;

    private readonly RunOptions _options;
    private readonly RunProgress _progress;
    private readonly Action<long> _onCommitted;
    private readonly string _logPath;
    private readonly TransactionPlan _plan;
    private readonly TrackedMemory _memory;
    private readonly DirtyTracker _tracker;
    private readonly Drainer? _drainer;
    private readonly SlotDatabase _live;
    private readonly LogWriter _log;
    private readonly LostPages _lost;
    private readonly Sabotage _sabotage;
    private readonly Checkpointer _checkpointer;
    private readonly RunStatistics _statistics = new();
    private readonly EpochPages _pages;
    private readonly long _firstTransaction;
    private long _epoch;
    private long _lastCheckpoint;

    /// <param name="options">What to do. A log to be continued overrides the image's size and the seed.</param>
    /// <param name="target">The log.</param>
    /// <param name="progress">Where the run shows how far it is.</param>
    /// <param name="onCommitted">Called with each committed transaction.</param>
    /// <param name="onDurable">Called on another thread with each durable point.</param>
    /// <exception cref="SourceUnavailableException">The source asked for does not work here.</exception>
    /// <exception cref="IOException">The log cannot be made or opened.</exception>
    internal LiveRun(RunOptions options, LogTarget target, RunProgress progress, Action<long> onCommitted, Action<DurablePoint> onDurable)
    {
        Replica replica = target.Found?.Image ?? new Replica(options.ImagePages);
        ulong seed = target.Found?.Header.Seed ?? options.Seed;
        _options = options with { ImagePages = replica.CapacityPages, Seed = seed };
        _progress = progress;
        _onCommitted = onCommitted;
        _logPath = target.Path;
        _plan = new TransactionPlan(seed, (long)replica.CapacityPages * TrackedMemory.PageBytes);
        _memory = new TrackedMemory(replica.CapacityPages);
        LoadImage(replica);
        _tracker = new DirtyTracker(_memory, options.Tracker);
        progress.Source = SourceText.Of(_tracker.Source);
        if (_tracker.Source.Kind == SourceKind.Barrier)
            _drainer = new Drainer(_tracker);
        _log = target.Open(new LogHeader(replica.CapacityPages, seed, Generation: 0));
        _lost = new LostPages(_memory.Address(0), replica.CapacityPages);
        _sabotage = new Sabotage(options.Sabotage);
        _epoch = replica.Epoch;
        _pages = new EpochPages(replica.CapacityPages / 4);
        _checkpointer = new Checkpointer(_log, replica, _lost, _sabotage, onDurable);
        _live = SlotDatabase.Open(_memory, _tracker, slot: 0, _plan, replica.ImagePages);
        _firstTransaction = _live.Workload.Transaction;
    }

    /// <summary>Runs for the time asked, or until <paramref name="stop"/> or a failure; closes the log, restores it, and compares.</summary>
    /// <param name="restoredPath">Where the restored database goes.</param>
    /// <param name="stop">Ends the run early, with a last epoch.</param>
    internal RunReport Run(string restoredPath, CancellationToken stop)
    {
        ThroughputSlices? slices = null;
        string? failure = null;
        try
        {
            FillDatabase();
            slices = new ThroughputSlices(_options.CheckpointEvery, _options.Duration);
            RunTransactions(slices, stop);
        }
        catch (SqliteException error)
        {
            failure = $"Transaction {_live.Workload.Transaction + 1} failed ({error.Message}); the image has {_options.ImagePages} pages.";
        }
        _checkpointer.Dispose();
        if (_checkpointer.Failure is { } ioFailure)
            failure = $"The log {_logPath} cannot be written: {ioFailure.Message}";
        RestoreVerdict? restored = failure is null
            ? RestoreVerdict.Reach(_logPath, restoredPath, _memory.Address(0), _live, _plan)
            : null;
        return new RunReport
        {
            Options = _options,
            Source = _tracker.Source,
            Counters = _tracker.Counters,
            Statistics = _statistics,
            Durable = _checkpointer.Durable,
            Transactions = _live.Workload.Transaction - _firstTransaction,
            WrittenBytes = _log.WrittenBytes,
            Compactions = _checkpointer.Compactions,
            PerSecondWith = slices?.PerSecondWith,
            PerSecondWithout = slices?.PerSecondWithout,
            Comparisons = _lost.Comparisons,
            LostAtEpochs = _checkpointer.Lost,
            Failure = failure,
            Restored = restored,
            SabotageMissing = !_sabotage.IsDone,
        };
    }

    public void Dispose()
    {
        _checkpointer.Dispose();
        _live.Dispose();
        _drainer?.Dispose();
        _tracker.Dispose();
        _memory.Dispose();
    }

    /// <summary>The first transaction of a new database fills it: an epoch of its own, before anything is timed.</summary>
    private void FillDatabase()
    {
        if (_live.Workload.Transaction == 0)
            RunTransaction();
        Checkpoint(verifies: true);
        _checkpointer.WaitUntilIdle();
    }

    private void RunTransactions(ThroughputSlices slices, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        while (!stop.IsCancellationRequested && _checkpointer.Failure is null && Stopwatch.GetElapsedTime(start) < _options.Duration)
        {
            RunTransaction();
            slices.CountChanges(_live.Workload.LastChanges);
            if (slices.IsOver)
                StartNextSlice(slices);
            else if (slices.CheckpointsAreOn && _checkpointer.IsIdle && Stopwatch.GetElapsedTime(_lastCheckpoint) >= _options.CheckpointEvery)
                slices.LeaveOut(Checkpoint(IsVerified(_epoch + 1)));
        }
        slices.End();
        _checkpointer.WaitUntilIdle();
        Checkpoint(verifies: true);
        _checkpointer.WaitUntilIdle();
    }

    private void StartNextSlice(ThroughputSlices slices)
    {
        slices.End();
        _checkpointer.WaitUntilIdle();
        slices.Start(!slices.CheckpointsAreOn);
        if (slices.CheckpointsAreOn)
            slices.LeaveOut(Checkpoint(IsVerified(_epoch + 1)));
    }

    private bool IsVerified(long epoch) => _options.VerifiesAll || _options.Sabotage != SabotageKind.None || epoch % VerifyEveryEpochs == 0;

    private void RunTransaction()
    {
        _live.Workload.RunNext();
        _onCommitted(_live.Workload.Transaction);
        _progress.Transactions = _live.Workload.Transaction;
    }

    /// <summary>Takes a checkpoint, which the checkpointer then makes durable; returns the time that verification took.</summary>
    private TimeSpan Checkpoint(bool verifies)
    {
        if (_checkpointer.Failure is not null)
            return TimeSpan.Zero;
        long start = Stopwatch.GetTimestamp();
        _lastCheckpoint = start;
        ReadableRound round = CopyDirtyPages();
        TimeSpan pause = Stopwatch.GetElapsedTime(start);

        int imagePages = _live.ImagePages;
        _statistics.Pauses.Add(pause);
        _statistics.DirtyPages.Add(_pages.Count);
        _statistics.FullCopyBytes += (long)imagePages * TrackedMemory.PageBytes;
        _progress.Pause = pause;
        _progress.DirtyPages = _pages.Count;
        _progress.Epochs = ++_epoch;
        long submitted = Stopwatch.GetTimestamp();
        _checkpointer.Submit(new Epoch(_epoch, _live.Workload.Transaction, imagePages, _pages, round, verifies));
        if (!verifies)
            return TimeSpan.Zero;
        _checkpointer.WaitUntilVerified();
        _progress.Lost = _checkpointer.Lost;
        TimeSpan verification = Stopwatch.GetElapsedTime(submitted);
        _statistics.VerificationTime += verification;
        return verification;
    }

    /// <summary>The pause: collect, reset, and only then read.</summary>
    private ReadableRound CopyDirtyPages()
    {
        ulong baseGfn = _memory.BaseGfn(0);
        _pages.Clear();
        using CollectedRound collected = _tracker.Collect();
        ReadableRound round = collected.Reset();
        foreach (ulong gfn in round)
            _pages.Add((int)(gfn - baseGfn), round.Read(gfn));
        return round;
    }

    private void LoadImage(Replica replica)
    {
        int bytes = replica.HighestPages * TrackedMemory.PageBytes;
        Span<byte> image = new(_memory.Address(0), bytes);
        for (int page = 0; page < replica.HighestPages; page++)
            replica.Page(page).CopyTo(image[(page * TrackedMemory.PageBytes)..]);
    }
}
