using System;
using System.Runtime.ExceptionServices;
using System.Threading;
using LiveCheckpoint.Checkpoints;
using LiveCheckpoint.Workloads;
using RingCore.Tracking;

namespace LiveCheckpoint.Concurrent;

/// <summary>A thread with a database, a workload and a ring of its own. It runs transactions until it is told to stop, and never waits for a round.</summary>
internal sealed class SlotWriter : IDisposable
{
    private readonly TrackedMemory _memory;
    private readonly DirtyTracker _tracker;
    private readonly CancellationToken _stop;
    private readonly Thread _thread;
    private ExceptionDispatchInfo? _failure;

    internal SlotWriter(TrackedMemory memory, DirtyTracker tracker, int slot, TransactionPlan plan, CancellationToken stop)
    {
        _memory = memory;
        _tracker = tracker;
        _stop = stop;
        Slot = slot;
        Plan = plan;
        _thread = new Thread(Work) { Name = $"writer {slot}", IsBackground = true };
        _thread.Start();
    }

    internal int Slot { get; }

    internal TransactionPlan Plan { get; }

    /// <summary>The last committed transaction; read it after <see cref="Finish"/>.</summary>
    internal long Transaction { get; private set; }

    /// <summary>Pages of the database; read it after <see cref="Finish"/>.</summary>
    internal int ImagePages { get; private set; }

    /// <summary>Waits until the thread has stopped between two transactions and closed its database; throws what stopped it if that was an error.</summary>
    internal void Finish()
    {
        _thread.Join();
        _failure?.Throw();
    }

    public void Dispose() => _thread.Join();

    private void Work()
    {
        try
        {
            using SlotDatabase database = SlotDatabase.Open(_memory, _tracker, Slot, Plan);
            do
                database.Workload.RunNext();
            while (!_stop.IsCancellationRequested);
            Transaction = database.Workload.Transaction;
            ImagePages = database.ImagePages;
        }
#pragma warning disable CA1031 // Thrown again by Finish.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _failure = ExceptionDispatchInfo.Capture(error);
        }
    }
}
