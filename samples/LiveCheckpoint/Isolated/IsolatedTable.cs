using System;
using System.Globalization;
using System.Linq;
using LiveCheckpoint.Checkpoints;
using LiveCheckpoint.Reports;

namespace LiveCheckpoint.Isolated;

/// <summary>The table at the end of a run with an isolated checkpointer.</summary>
internal static class IsolatedTable
{
    internal static void Print(IsolatedReport report, string logPath, string? restoredPath)
    {
        CultureInfo plain = CultureInfo.InvariantCulture;
        RunStatistics measured = report.Statistics;
        KeyValueTable table = new();
        table.Row("source", "barrier; the checkpointer in a process of its own, the image read-only for it");
        table.Row("ring", $"{SourceText.Of(report.Options.Tracker.Design)}, shared, {report.Options.Tracker.Entries} entries of 16 bytes");
        table.Row("transactions", string.Create(plain, $"{report.Transactions:N0}"));
        table.Row("rounds", string.Create(plain, $"{measured.DirtyPages.Count:N0} copied, {report.Commits:N0} in the log, {report.Missed:N0} boundaries without a checkpointer that was ready"));
        table.Row("checkpointers", string.Create(plain, $"{report.Checkpointers} started, {report.Counters.Attachments} attached, {report.Counters.PeersGone} found dead"));
        table.Row("dirty pages per round", string.Create(plain,
            $"median {RunStatistics.Quantile(measured.DirtyPages, 0.5):N0}, max {measured.DirtyPages.DefaultIfEmpty().Max():N0}, of {report.Restored?.Pages ?? 0:N0} at the end"));
        table.Row("pause per boundary", string.Create(plain,
            $"median {Milliseconds(measured, 0.5):F2} ms, p99 {Milliseconds(measured, 0.99):F2} ms, max {Milliseconds(measured, 1):F2} ms; waits at most {IsolatedRun.Patience.TotalMilliseconds:F0} ms for the checkpointer"));
        table.Row("soft-full throttles", string.Create(plain,
            $"throttles {report.Counters.Throttles}, {report.Counters.ThrottleTime.TotalMilliseconds:F1} ms in all, {report.Counters.ThrottleTimeouts} timed out"));
        table.Row("pages lost", string.Create(plain, $"lost {report.Lost}"));
        if (report.Restored is { } restored)
        {
            string image = restored.DifferingPages == 0 ? "byte for byte the live image" : $"{restored.DifferingPages} pages differ from the live image";
            table.Row("restored from the log", string.Create(plain,
                $"epoch {restored.Epoch}: integrity_check {restored.Integrity}; {restored.Rows:N0} rows, {restored.WrongRows} wrong; {image}"));
            if (restored.Fault is not null)
                table.Row("first fault", restored.Fault);
        }

        table.Print();
        Console.WriteLine();
        if (report.Failure is not null)
            Console.WriteLine(report.Failure);
        Console.WriteLine(restoredPath is null ? $"log: {logPath}" : $"log: {logPath}; restored database: {restoredPath}");
    }

    private static double Milliseconds(RunStatistics measured, double quantile) => RunStatistics.Quantile(measured.Pauses, quantile).TotalMilliseconds;
}
