using System.IO;
using LiveCheckpoint.Log;
using LiveCheckpoint.Sqlite;
using LiveCheckpoint.Workloads;
using Microsoft.Data.Sqlite;
using RingCore.Tracking;

namespace LiveCheckpoint.Crash;

/// <summary>Whether a log that a dead process left behind holds what it had announced.</summary>
/// <param name="LostTransactions">Announced as durable, and not there.</param>
/// <param name="Corruption">What is wrong otherwise, as a sentence; null when nothing is.</param>
/// <param name="Epoch">The epoch restored; 0 when none was.</param>
internal sealed record CrashVerdict(long LostTransactions, string? Corruption, long Epoch)
{
    /// <summary>Restores the log into a plain database file and checks it: integrity, the model's rows, the announcements.</summary>
    /// <remarks>The reader has checked each epoch's pages and hash before it gives the image out.</remarks>
    internal static CrashVerdict Reach(string logPath, string databasePath, Announcement announced)
    {
        LogContent log;
        try
        {
            log = LogReader.Read(logPath);
        }
        catch (UnusableLogException unusable)
        {
            return new CrashVerdict(announced.Durable.Transaction, unusable.Message, 0);
        }
        long lost = long.Max(0, announced.Durable.Transaction - log.Image.Transaction);
        return new CrashVerdict(lost, FindCorruption(log, databasePath, announced), log.Image.Epoch);
    }

    private static string? FindCorruption(LogContent log, string databasePath, Announcement announced)
    {
        Replica image = log.Image;
        if (image.Epoch < announced.Durable.Epoch)
            return $"epoch {announced.Durable.Epoch} was announced as durable, and the log ends with epoch {image.Epoch} ({log.Damage})";
        if (image.Transaction > announced.Committed)
            return $"the log holds transaction {image.Transaction}, and only {announced.Committed} were announced";
        File.WriteAllBytes(databasePath, image.Database);
        using SqliteConnection restored = LiveDatabase.OpenFile(databasePath);
        string integrity = LiveDatabase.IntegrityCheck(restored);
        if (integrity != "ok")
            return $"integrity_check: {integrity}";
        TransactionPlan plan = new(log.Header.Seed, (long)log.Header.CapacityPages * TrackedMemory.PageBytes);
        return RowComparison.With(restored, plan, RowModel.Replay(plan, image.Transaction)).FirstFault;
    }
}
