using System;
using System.IO;
using LiveCheckpoint.Log;
using LiveCheckpoint.Sqlite;
using LiveCheckpoint.Workloads;
using Microsoft.Data.Sqlite;
using RingCore.Tracking;

namespace LiveCheckpoint.Checkpoints;

/// <summary>The proof at the end: the database is built again from the log alone, as a plain file, and compared with all that is known.</summary>
/// <param name="Epoch">The epoch restored.</param>
/// <param name="Transaction">The last transaction it holds.</param>
/// <param name="Pages">Its pages.</param>
/// <param name="Integrity">What <c>PRAGMA integrity_check</c> says.</param>
/// <param name="Rows">Rows that it must hold.</param>
/// <param name="WrongRows">Rows that differ from the model's or from the live database's.</param>
/// <param name="DifferingPages">Pages that differ from the live image's.</param>
/// <param name="Fault">A sentence about the first fault; null when there is none.</param>
internal sealed record RestoreVerdict(
    long Epoch, long Transaction, int Pages, string Integrity, int Rows, int WrongRows, int DifferingPages, string? Fault)
{
    internal bool IsGood => Fault is null;

    /// <summary>Restores and compares, while the live database stands still at its last epoch.</summary>
    /// <param name="logPath">The closed log.</param>
    /// <param name="databasePath">Where the restored database goes; replaced.</param>
    /// <param name="image">The live image.</param>
    /// <param name="live">The live database.</param>
    /// <param name="plan">What the workload did.</param>
    /// <exception cref="UnusableLogException">Nothing can be restored.</exception>
    internal static unsafe RestoreVerdict Reach(string logPath, string databasePath, byte* image, SlotDatabase live, TransactionPlan plan)
    {
        LogContent log = LogReader.Read(logPath);
        File.WriteAllBytes(databasePath, log.Image.Database);
        int differing = CountDifferences(new ReadOnlySpan<byte>(image, live.ImagePages * TrackedMemory.PageBytes), log.Image.Database);
        using SqliteConnection restored = LiveDatabase.OpenFile(databasePath);
        string integrity = LiveDatabase.IntegrityCheck(restored);
        RowComparison rows = CompareRows(restored, live, plan);
        string? fault = log.Damage
            ?? (differing == 0 ? null : $"{differing} pages differ from the live image")
            ?? (integrity == "ok" ? null : $"integrity_check: {integrity}")
            ?? rows.FirstFault;
        return new RestoreVerdict(log.Image.Epoch, log.Image.Transaction, log.Image.ImagePages, integrity, rows.Rows, rows.Wrong, differing, fault);
    }

    /// <summary>Compares the rows with the model and with the live database.</summary>
    private static RowComparison CompareRows(SqliteConnection restored, SlotDatabase live, TransactionPlan plan)
    {
        try
        {
            RowModel model = RowModel.Replay(plan, live.Workload.Transaction);
            RowComparison withModel = RowComparison.With(restored, plan, model);
            RowComparison withLive = RowComparison.Between(restored, live.Connection);
            return new RowComparison(withModel.Rows, Math.Max(withModel.Wrong, withLive.Wrong), withModel.FirstFault ?? withLive.FirstFault);
        }
        catch (SqliteException unreadable)
        {
            return new RowComparison(0, 0, $"the rows cannot be read: {unreadable.Message}");
        }
    }

    private static int CountDifferences(ReadOnlySpan<byte> live, ReadOnlySpan<byte> restored)
    {
        int longer = Math.Max(live.Length, restored.Length);
        int differing = 0;
        for (int offset = 0; offset < longer; offset += TrackedMemory.PageBytes)
        {
            bool both = offset < live.Length && offset < restored.Length;
            bool same = both && live.Slice(offset, TrackedMemory.PageBytes).SequenceEqual(restored.Slice(offset, TrackedMemory.PageBytes));
            differing += same ? 0 : 1;
        }
        return differing;
    }
}
