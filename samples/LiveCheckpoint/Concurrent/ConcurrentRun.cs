using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using LiveCheckpoint.Checkpoints;
using LiveCheckpoint.Sqlite;
using LiveCheckpoint.Workloads;
using Microsoft.Data.Sqlite;
using RingCore.Tracking;

namespace LiveCheckpoint.Concurrent;

/// <summary>
/// Several writers that never stop while rounds run. A page that a round reads may be half written: its writer marks it after the write,
/// so it comes again in a later round. When the writers have stopped, one last round must make every replica equal to its live image.
/// </summary>
internal sealed unsafe class ConcurrentRun : IDisposable
{
    private readonly RunOptions _options;
    private readonly TrackedMemory _memory;
    private readonly DirtyTracker _tracker;
    private readonly Drainer _drainer;
    private readonly byte[][] _replicas;
    private int _rounds;
    private long _pagesRead;

    /// <param name="options">The image's size is shared out among the writers.</param>
    /// <param name="writers">How many; no more than the image has mebibytes.</param>
    internal ConcurrentRun(RunOptions options, int writers)
    {
        _options = options;
        long slotPages = options.ImagePages / writers;
        _memory = new TrackedMemory([.. Enumerable.Repeat(slotPages, writers)]);
        _replicas = [.. Enumerable.Range(0, writers).Select(_ => new byte[slotPages * TrackedMemory.PageBytes])];
        _tracker = new DirtyTracker(_memory, options.Tracker);
        _drainer = new Drainer(_tracker);
    }

    /// <summary>Runs the writers and the rounds for the time asked or until <paramref name="stop"/>, then compares.</summary>
    /// <param name="folder">Where the replicas are written as database files, to be checked.</param>
    /// <param name="progress">Where the run shows how far it is.</param>
    /// <param name="stop">Ends the run early.</param>
    internal ConcurrentReport Run(string folder, RunProgress progress, CancellationToken stop)
    {
        progress.Source = SourceText.Of(_tracker.Source);
        using CancellationTokenSource timeIsUp = CancellationTokenSource.CreateLinkedTokenSource(stop);
        long start = Stopwatch.GetTimestamp();
        timeIsUp.CancelAfter(_options.Duration);
        SlotWriter[] writers = [.. Enumerable.Range(0, _replicas.Length).Select(slot => StartWriter(slot, timeIsUp.Token))];
        try
        {
            while (!timeIsUp.IsCancellationRequested)
                RunRound(progress);
        }
        finally
        {
            timeIsUp.Cancel();
            foreach (SlotWriter writer in writers)
                writer.Dispose();
        }
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        foreach (SlotWriter writer in writers)
            writer.Finish();
        RunRound(progress);
        return Compare(writers, folder, elapsed);
    }

    public void Dispose()
    {
        _drainer.Dispose();
        _tracker.Dispose();
        _memory.Dispose();
    }

    private SlotWriter StartWriter(int slot, CancellationToken stop)
    {
        long slotBytes = _memory.SlotPages(slot) * TrackedMemory.PageBytes;
        return new SlotWriter(_memory, _tracker, slot, new TransactionPlan(_options.Seed + (ulong)slot, slotBytes), stop);
    }

    private void RunRound(RunProgress progress)
    {
        long start = Stopwatch.GetTimestamp();
        using CollectedRound collected = _tracker.Collect();
        using ReadableRound round = collected.Reset();
        int pages = 0;
        int slot = 0;
        foreach (ulong gfn in round)
        {
            // Pages come in ascending order, and slots lie one behind the other.
            while (gfn >= _memory.BaseGfn(slot) + (ulong)_memory.SlotPages(slot))
                slot++;
            int page = (int)(gfn - _memory.BaseGfn(slot));
            round.Read(gfn).CopyTo(_replicas[slot].AsSpan(page * TrackedMemory.PageBytes));
            pages++;
        }
        round.Commit();
        _pagesRead += pages;
        progress.Epochs = ++_rounds;
        progress.DirtyPages = pages;
        progress.Pause = Stopwatch.GetElapsedTime(start);
    }

    private ConcurrentReport Compare(SlotWriter[] writers, string folder, TimeSpan elapsed)
    {
        int lost = 0;
        long rows = 0;
        string? fault = null;
        foreach (SlotWriter writer in writers)
        {
            ReadOnlySpan<byte> replica = _replicas[writer.Slot].AsSpan(0, writer.ImagePages * TrackedMemory.PageBytes);
            lost += CountDifferences(replica, _memory.Address(writer.Slot));
            string path = Path.Combine(folder, $"writer-{writer.Slot}.db");
            File.WriteAllBytes(path, replica);
            RowComparison comparison = CheckDatabase(path, writer);
            rows += comparison.Rows;
            fault ??= comparison.FirstFault is null ? null : $"writer {writer.Slot}: {comparison.FirstFault}";
        }
        return new ConcurrentReport(
            writers.Length, _rounds, _pagesRead, writers.Sum(writer => writer.Transaction), elapsed, _tracker.Source, _tracker.Counters, lost, rows, fault);
    }

    private static RowComparison CheckDatabase(string path, SlotWriter writer)
    {
        try
        {
            using SqliteConnection database = LiveDatabase.OpenFile(path);
            string integrity = LiveDatabase.IntegrityCheck(database);
            return integrity == "ok"
                ? RowComparison.With(database, writer.Plan, RowModel.Replay(writer.Plan, writer.Transaction))
                : new RowComparison(0, 0, $"integrity_check: {integrity}");
        }
        catch (SqliteException unreadable)
        {
            return new RowComparison(0, 0, $"the rows cannot be read: {unreadable.Message}");
        }
    }

    private static int CountDifferences(ReadOnlySpan<byte> replica, byte* live)
    {
        int differing = 0;
        for (int offset = 0; offset < replica.Length; offset += TrackedMemory.PageBytes)
        {
            ReadOnlySpan<byte> page = new(live + offset, TrackedMemory.PageBytes);
            differing += page.SequenceEqual(replica.Slice(offset, TrackedMemory.PageBytes)) ? 0 : 1;
        }
        return differing;
    }
}
