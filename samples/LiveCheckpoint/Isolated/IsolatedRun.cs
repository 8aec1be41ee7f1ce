using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using LiveCheckpoint.Checkpoints;
using LiveCheckpoint.Log;
using LiveCheckpoint.Workloads;
using Microsoft.Data.Sqlite;
using RingCore;
using RingCore.Tracking;

namespace LiveCheckpoint.Isolated;

/// <summary>
/// A database under load whose checkpointer is another process: it maps the image read-only, learns by a shared ring which pages were written, and owns
/// the log. It may die at any time: the writer waits for it a bounded time at a boundary, and the next one goes on from the log.
/// </summary>
/// <remarks>Made, run and disposed on one thread.</remarks>
internal sealed unsafe class IsolatedRun : IDisposable
{
    /// <summary>The longest that the writer stands still for a checkpointer.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan s_lastPatience = TimeSpan.FromMinutes(1);

    private readonly RunOptions _options;
    private readonly RunProgress _progress;
    private readonly ICheckpointers _checkpointers;
    private readonly string _logPath;
    private readonly TransactionPlan _plan;
    private readonly SharedTrackedMemory _memory;
    private readonly SharedTracker _tracker;
    private readonly SlotDatabase _live;
    private readonly PeerListener _listener;
    private readonly RunStatistics _statistics = new();
    private readonly long _firstTransaction;
    private long _lastCheckpoint;
    private ulong _copiedRound;
    private long _copiedTransaction;
    private long _commits;
    private long _missed;

    /// <param name="options">What to do. A log to be continued overrides the image's size and the seed.</param>
    /// <param name="target">The log.</param>
    /// <param name="socketPath">Where to listen for checkpointers.</param>
    /// <param name="checkpointers">Who starts them.</param>
    /// <param name="progress">Where the run shows how far it is.</param>
    /// <exception cref="IOException">The log cannot be made, or the kernel refuses the shared memory.</exception>
    internal IsolatedRun(RunOptions options, LogTarget target, string socketPath, ICheckpointers checkpointers, RunProgress progress)
    {
        Replica replica = target.Found?.Image ?? new Replica(options.ImagePages);
        ulong seed = target.Found?.Header.Seed ?? options.Seed;
        _options = options with { ImagePages = replica.CapacityPages, Seed = seed };
        _progress = progress;
        _checkpointers = checkpointers;
        _logPath = target.Path;
        _plan = new TransactionPlan(seed, (long)replica.CapacityPages * TrackedMemory.PageBytes);
        Header = new LogHeader(replica.CapacityPages, seed, Generation: 0);
        target.Open(Header).Dispose();
        _memory = new SharedTrackedMemory(replica.CapacityPages);
        replica.Database.CopyTo(new Span<byte>(_memory.Address(0), replica.Database.Length));
        _tracker = new SharedTracker(_memory, new SharedTrackerOptions
        {
            Design = options.Tracker.Design,
            Entries = options.Tracker.Entries,
            ReservedEntries = options.Tracker.ReservedEntries,
            ThrottleTimeout = Patience,
        });
        _live = SlotDatabase.Open(_memory.Address(0), replica.CapacityPages, new SharedBarrier(_tracker), _plan, replica.ImagePages);
        _firstTransaction = _live.Workload.Transaction;
        _listener = new PeerListener(socketPath);
        progress.Source = "barrier, with the checkpointer in a process of its own";
    }

    /// <summary>What the log begins with.</summary>
    internal LogHeader Header { get; }

    /// <summary>Runs until the checkpointers say so, the time is up or <paramref name="stop"/>; then restores the log and compares.</summary>
    /// <param name="restoredPath">Where the restored database goes.</param>
    /// <param name="stop">Ends the run early, with a last round.</param>
    internal IsolatedReport Run(string restoredPath, CancellationToken stop)
    {
        string? failure = null;
        try
        {
            RunTransactions(stop);
        }
        catch (SqliteException error)
        {
            failure = $"Transaction {_live.Workload.Transaction + 1} failed ({error.Message}); the image has {_options.ImagePages} pages.";
        }

        if (failure is null && !CloseLastRound())
            failure = $"No checkpointer has taken the last round in {s_lastPatience.TotalSeconds} s.";
        SharedTrackerCounters counters = _tracker.Counters;
        _tracker.Detach();
        if (!_checkpointers.WaitForEnd())
            failure ??= "The last checkpointer ended with an error.";
        return new IsolatedReport
        {
            Options = _options,
            Statistics = _statistics,
            Counters = counters,
            Transactions = _live.Workload.Transaction - _firstTransaction,
            Commits = _commits,
            Missed = _missed,
            Checkpointers = _checkpointers.Started,
            Failure = failure,
            Restored = failure is null ? RestoreVerdict.Reach(_logPath, restoredPath, _memory.Address(0), _live, _plan) : null,
        };
    }

    public void Dispose()
    {
        _listener.Dispose();
        _live.Dispose();
        _tracker.Dispose();
        _memory.Dispose();
    }

    private void RunTransactions(CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        while (!stop.IsCancellationRequested && !_checkpointers.AreDone && Stopwatch.GetElapsedTime(start) < _options.Duration)
        {
            _live.Workload.RunNext();
            _progress.Transactions = _live.Workload.Transaction;
            if (Stopwatch.GetElapsedTime(_lastCheckpoint) >= _options.CheckpointEvery)
                Checkpoint(Patience);
        }
    }

    /// <summary>A boundary. What it cannot do for want of a checkpointer, a later one does.</summary>
    private void Checkpoint(TimeSpan patience)
    {
        NoteCommit(); // the last one's, before the next one is started
        AttachIfThereIsOne();
        long start = Stopwatch.GetTimestamp();
        _lastCheckpoint = start;
        _tracker.Serve();
        NoteCommit();
        int imagePages = _live.ImagePages;
        Span<byte> note = stackalloc byte[RoundNote.Bytes];
        new RoundNote(_live.Workload.Transaction, imagePages).Write(note);
        BoundaryResult result = _tracker.Boundary(note, patience);
        TimeSpan pause = Stopwatch.GetElapsedTime(start);
        NoteCommit();
        _progress.Pause = pause;
        _statistics.Pauses.Add(pause);
        if (result.Status != BoundaryStatus.Copied)
        {
            _missed++;
            return;
        }

        _copiedRound = result.Round;
        _copiedTransaction = _live.Workload.Transaction;
        _statistics.DirtyPages.Add((int)result.Pages);
        _progress.DirtyPages = result.Pages;
        _progress.Epochs = (long)result.Round;
    }

    /// <summary>Whoever has started a checkpointer is told what is in the log for certain.</summary>
    private void NoteCommit()
    {
        if (_copiedRound == 0 || _tracker.CommittedRound != _copiedRound)
            return;
        _checkpointers.Committed(_copiedTransaction);
        _commits++;
        _copiedRound = 0;
    }

    private void AttachIfThereIsOne()
    {
        if (_tracker.IsAttached)
            return;
        _checkpointers.StartWhereNoneRuns(_listener.Path, _logPath, Header);
        if (_listener.Accept(TimeSpan.Zero, out PeerSocket? peer) == PeerStatus.Done)
            _ = _tracker.Attach(peer!, Patience);
    }

    private bool CloseLastRound()
    {
        long start = Stopwatch.GetTimestamp();
        long last = _live.Workload.Transaction;
        while (Stopwatch.GetElapsedTime(start) < s_lastPatience)
        {
            if (_copiedRound != 0 && _copiedTransaction == last && _tracker.WaitForCommit(Patience))
            {
                ulong awaited = _copiedRound;
                NoteCommit();
                if (_tracker.CommittedRound == awaited)
                    return true;
            }

            if (!_tracker.IsRoundInFlight)
                Checkpoint(Patience);
            else
                _ = _tracker.WaitForCommit(Patience);
            if (!_tracker.IsAttached)
                Thread.Sleep(10);
        }

        return false;
    }
}
