using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using LiveCheckpoint.Log;

namespace LiveCheckpoint.Checkpoints;

/// <summary>
/// Takes one epoch at a time to the disk, on a thread of its own: hashes its pages, applies them to the replica, appends them to
/// the log, and only when they are durable commits the tracker's round. A round whose epoch did not become durable is not committed.
/// </summary>
/// <remarks>
/// The workload's thread submits and waits; everything else happens on the checkpointer's thread. The events order what
/// the two share: fields set before <see cref="_submitted"/> are read after it, and those set before <see cref="_idle"/> after that.
/// </remarks>
internal sealed class Checkpointer : IDisposable
{
    private readonly EpochLog _log;
    private readonly LostPages _lost;
    private readonly Sabotage _sabotage;
    private readonly Action<DurablePoint> _onDurable;
    private readonly AutoResetEvent _submitted = new(false);
    private readonly ManualResetEventSlim _idle = new(true);
    private readonly ManualResetEventSlim _verified = new(true);
    private readonly Thread _thread;
    private Epoch? _epoch;
    private long _lostPages;
    private volatile IOException? _failure;

    /// <param name="log">Where epochs go; disposed with this object.</param>
    /// <param name="lost">Compares the replica with the live image.</param>
    /// <param name="sabotage">What is broken on purpose, if anything.</param>
    /// <param name="onDurable">Called on the checkpointer's thread after each epoch, and after each compaction.</param>
    internal Checkpointer(EpochLog log, LostPages lost, Sabotage sabotage, Action<DurablePoint> onDurable)
    {
        _log = log;
        _lost = lost;
        _sabotage = sabotage;
        _onDurable = onDurable;
        Durable = log.Durable;
        _thread = new Thread(Work) { Name = "checkpointer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Whether the next epoch may be submitted: the last one is durable, or has failed.</summary>
    internal bool IsIdle => _idle.IsSet;

    /// <summary>Why nothing more can be written; null while all is well.</summary>
    internal IOException? Failure => _failure;

    /// <summary>Pages found lost so far.</summary>
    internal long Lost => Volatile.Read(ref _lostPages);

    /// <summary>What is on the disk. Read it when idle.</summary>
    internal DurablePoint Durable { get; private set; }

    /// <summary>How often the log was compacted. Read it when idle.</summary>
    internal int Compactions => _log.Compactions;

    /// <summary>Time spent from submission to durability, all epochs together, compactions not included. Read it when idle.</summary>
    internal TimeSpan WritingTime { get; private set; }

    /// <summary>Hands an epoch over; its pages and its round belong to the checkpointer until it is idle again.</summary>
    internal void Submit(Epoch epoch)
    {
        Debug.Assert(IsIdle, "One epoch at a time.");
        _epoch = epoch;
        _idle.Reset();
        _verified.Reset();
        _submitted.Set();
    }

    /// <summary>Waits until the comparison with the live image has been made, or would have been.</summary>
    internal void WaitUntilVerified() => _verified.Wait();

    /// <summary>Waits until the epoch is durable, or has failed.</summary>
    internal void WaitUntilIdle() => _idle.Wait();

    /// <summary>Finishes the epoch under way, ends the thread and closes the log. May be called twice.</summary>
    public void Dispose()
    {
        if (!_thread.IsAlive)
            return;
        WaitUntilIdle();
        _epoch = null;
        _submitted.Set();
        _thread.Join();
        _log.Dispose();
        _submitted.Dispose();
        _idle.Dispose();
        _verified.Dispose();
    }

    private void Work()
    {
        while (true)
        {
            _submitted.WaitOne();
            if (_epoch is not { } epoch)
                return;
            try
            {
                using (epoch.Round)
                    MakeDurable(epoch);
                if (_log.CompactIfMostlyOld())
                    Announce();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                _failure = error as IOException ?? new IOException(error.Message, error);
            }
            _verified.Set();
            _idle.Set();
        }
    }

    private void MakeDurable(Epoch epoch)
    {
        long start = Stopwatch.GetTimestamp();
        _sabotage.Apply(epoch.Pages, _log.Replica);
        CommitRecord commit = _log.Stage(epoch.Pages, epoch.Number, epoch.Transaction, epoch.ImagePages);
        if (epoch.Verifies)
        {
            _lost.Compare(_log.Replica, epoch.ImagePages);
            Volatile.Write(ref _lostPages, _lost.Total);
        }
        _verified.Set();
        _log.Append(epoch.Pages, commit);
        epoch.Round.Commit();
        WritingTime += Stopwatch.GetElapsedTime(start);
        Announce();
    }

    private void Announce()
    {
        Durable = _log.Durable;
        _onDurable(Durable);
    }
}
