using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using LiveCheckpoint.Log;
using LiveCheckpoint.Workloads;
using Microsoft.Data.Sqlite;
using RingCore.Tracking;

namespace LiveCheckpoint.Checkpoints;

/// <summary>One database under load, checkpointed at transaction boundaries for a time, then restored from its log and compared.</summary>
/// <remarks>Made, run and disposed on one thread.</remarks>
internal sealed unsafe class LiveRun : IDisposable
{
    private const int VerifyEveryEpochs = 10;

    private readonly RunOptions _options;
    private readonly RunProgress _progress;
    private readonly Action<long> _onCommitted;
    private readonly string _logPath;
    private readonly TransactionPlan _plan;
    private readonly Sabotage _sabotage;
    private readonly CheckpointedDatabase _database;
    private readonly Checkpointer _checkpointer;
    private readonly Workload _workload;
    private readonly long _firstTransaction;

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
        _sabotage = new Sabotage(options.Sabotage);
        _database = new CheckpointedDatabase(_plan, options.Tracker, target, replica, _sabotage, onDurable);
        _checkpointer = _database.Checkpointer;
        _workload = _database.Workload;
        _firstTransaction = _workload.Transaction;
        progress.Source = SourceText.Of(_database.Tracker.Source);
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
            failure = $"Transaction {_workload.Transaction + 1} failed ({error.Message}); the image has {_options.ImagePages} pages.";
        }
        _checkpointer.Dispose();
        if (_checkpointer.Failure is { } ioFailure)
            failure = $"The log {_logPath} cannot be written: {ioFailure.Message}";
        RestoreVerdict? restored = failure is null
            ? RestoreVerdict.Reach(_logPath, restoredPath, _database.Image, _database.Live, _plan)
            : null;
        return new RunReport
        {
            Options = _options,
            Source = _database.Tracker.Source,
            Counters = _database.Tracker.Counters,
            Statistics = _database.Statistics,
            Durable = _checkpointer.Durable,
            Transactions = _workload.Transaction - _firstTransaction,
            WrittenBytes = _database.WrittenBytes,
            Compactions = _checkpointer.Compactions,
            PerSecondWith = slices?.PerSecondWith,
            PerSecondWithout = slices?.PerSecondWithout,
            Comparisons = _database.Lost.Comparisons,
            LostAtEpochs = _checkpointer.Lost,
            Failure = failure,
            Restored = restored,
            SabotageMissing = !_sabotage.IsDone,
        };
    }

    public void Dispose() => _database.Dispose();

    /// <summary>The first transaction of a new database fills it: an epoch of its own, before anything is timed.</summary>
    private void FillDatabase()
    {
        if (_workload.Transaction == 0)
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
            slices.CountChanges(_workload.LastChanges);
            if (slices.IsOver)
                StartNextSlice(slices);
            else if (slices.CheckpointsAreOn && _database.IsDue(_options.CheckpointEvery))
                slices.LeaveOut(Checkpoint(IsVerified(_database.Epoch + 1)));
        }
        slices.End();
        _checkpointer.WaitUntilIdle();
        Checkpoint(verifies: true);
        _checkpointer.WaitUntilIdle();
    }

    private void StartNextSlice(ThroughputSlices slices)
    {
        // Before the slice ends: what its checkpoints cost is its own.
        _checkpointer.WaitUntilIdle();
        slices.End();
        slices.Start(!slices.CheckpointsAreOn);
        if (slices.CheckpointsAreOn)
            slices.LeaveOut(Checkpoint(IsVerified(_database.Epoch + 1)));
    }

    private bool IsVerified(long epoch) => _options.VerifiesAll || _options.Sabotage != SabotageKind.None || epoch % VerifyEveryEpochs == 0;

    private void RunTransaction()
    {
        _workload.RunNext();
        _onCommitted(_workload.Transaction);
        _progress.Transactions = _workload.Transaction;
    }

    private TimeSpan Checkpoint(bool verifies)
    {
        TimeSpan verification = _database.Checkpoint(verifies);
        if (_checkpointer.Failure is not null)
            return verification;
        _progress.Pause = _database.Statistics.Pauses[^1];
        _progress.DirtyPages = _database.Statistics.DirtyPages[^1];
        _progress.Epochs = _database.Epoch;
        _progress.Lost = _checkpointer.Lost;
        return verification;
    }
}
