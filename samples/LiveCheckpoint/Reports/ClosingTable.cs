using System;
using System.Globalization;
using System.Linq;
using LiveCheckpoint.Checkpoints;
using RingCore;
using RingCore.Tracking;

namespace LiveCheckpoint.Reports;

/// <summary>The table at the end of a run, and the paragraph that says what it shows.</summary>
internal static class ClosingTable
{
    /// <param name="report">The finished run.</param>
    /// <param name="logPath">Its log.</param>
    /// <param name="restoredPath">The restored database, if it is kept.</param>
    internal static void Print(RunReport report, string logPath, string? restoredPath)
    {
        KeyValueTable table = new();
        table.Row("source", SourceText.Of(report.Source));
        table.Row("ring", $"{SourceText.Of(report.Options.Tracker.Design)}, {report.Options.Tracker.Entries} entries of {report.Options.Tracker.EntryBytes} bytes");
        table.Row("harvester", SourceText.Of(Harvester.Selected));
        AddEpochs(table, report);
        AddThroughput(table, report);
        AddProof(table, report);
        table.Print();
        Console.WriteLine();
        if (report.Failure is not null)
            Console.WriteLine(FailureSentence(report));
        else if (report.SabotageMissing)
            Console.WriteLine("No page changed between two epochs, so there was nothing to sabotage.");
        else
            Console.WriteLine(Explanation(report));
        Console.WriteLine();
        Console.WriteLine(restoredPath is null ? $"log: {logPath}" : $"log: {logPath}; restored database: {restoredPath}");
    }

    private static void AddEpochs(KeyValueTable table, RunReport report)
    {
        RunStatistics measured = report.Statistics;
        table.Row("epochs", $"{measured.Pauses.Count}, the last durable one is {report.Durable.Epoch} with transaction {report.Durable.Transaction:N0}");
        table.Row("dirty pages per epoch",
            $"median {RunStatistics.Quantile(measured.DirtyPages, 0.5):N0}, p99 {RunStatistics.Quantile(measured.DirtyPages, 0.99):N0}, max {measured.DirtyPages.DefaultIfEmpty().Max():N0}, of {report.Restored?.Pages ?? 0:N0} at the end");
        double full = measured.FullCopyBytes;
        table.Row("bytes written",
            $"{Mebibytes(report.WrittenBytes)} MiB; full copies: {Mebibytes(full)} MiB ({report.WrittenBytes / Math.Max(full, 1):P0}); {report.Compactions} compactions");
        table.Row("pause per checkpoint",
            $"median {Milliseconds(measured, 0.5)} ms, p99 {Milliseconds(measured, 0.99)} ms, max {Milliseconds(measured, 1)} ms");
        table.Row("verification, apart from it",
            $"{measured.VerificationTime.TotalMilliseconds / Math.Max(report.Comparisons, 1):F2} ms at each of {report.Comparisons} verified epochs");
    }

    private static void AddThroughput(KeyValueTable table, RunReport report)
    {
        string measured = report is { PerSecondWith: { } with, PerSecondWithout: { } without }
            ? $"{with:N0} row changes/s with checkpoints, {without:N0} without: ratio {with / without:F2}"
            : "the run was too short to measure both with and without checkpoints";
        table.Row("throughput", measured);
        TrackerCounters counters = report.Counters;
        table.Row("soft-full throttles", $"throttles {counters.Throttles}, {counters.ThrottleTime.TotalMilliseconds:F1} ms in all, {counters.ThrottleTimeouts} timed out");
    }

    private static void AddProof(KeyValueTable table, RunReport report)
    {
        table.Row("pages lost", $"lost {report.Lost} (the live image compared at {report.Comparisons} of {report.Statistics.Pauses.Count} epochs)");
        if (report.Restored is not { } restored)
            return;
        string image = restored.DifferingPages == 0 ? "byte for byte the live image" : $"{restored.DifferingPages} pages differ from the live image";
        table.Row("restored from the log",
            $"epoch {restored.Epoch}: integrity_check {restored.Integrity}; {restored.Rows:N0} rows, {restored.WrongRows} wrong; {image}");
        if (restored.Fault is not null)
            table.Row("first fault", restored.Fault);
    }

    private static string FailureSentence(RunReport report) => report.Durable.Epoch == 0
        ? $"{report.Failure} No epoch is durable."
        : $"{report.Failure} The last durable epoch is {report.Durable.Epoch} (transaction {report.Durable.Transaction}).";

    private static string Explanation(RunReport report)
    {
        string verdict = report.IsGood
            ? "Nothing was lost: at every compared epoch, and at the end, what the log alone makes was equal to the live database."
            : "The comparison found what the epochs had lost.";
        return $"What was shown: SQLite changed a database in memory, transaction after transaction, while the {SourceText.Of(report.Source.Kind)} source told a dirty ring " +
            "which 4 KiB pages were written. At each checkpoint the workload stood still only while the ring was collected and reset and the dirty pages " +
            "were copied; hashing, writing and fsync went on beside it, and the round was committed when they were done. Then a plain database file was restored from the log and " +
            "compared with the live one, page by page, and with a replay of the transactions, row by row. " + verdict;
    }

    private static string Milliseconds(RunStatistics measured, double quantile) =>
        RunStatistics.Quantile(measured.Pauses, quantile).TotalMilliseconds.ToString("F2", CultureInfo.InvariantCulture);

    private static string Mebibytes(double bytes) => (bytes / (1 << 20)).ToString("N1", CultureInfo.InvariantCulture);
}
