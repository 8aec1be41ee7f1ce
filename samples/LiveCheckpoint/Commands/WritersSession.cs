using System;
using System.Globalization;
using System.IO;
using LiveCheckpoint.Checkpoints;
using LiveCheckpoint.Concurrent;
using LiveCheckpoint.Reports;
using Microsoft.Data.Sqlite;
using RingCore.Tracking;

namespace LiveCheckpoint.Commands;

/// <summary>A run with several writers from the command line's side.</summary>
internal static class WritersSession
{
    internal static int Run(RunOptions options, int writers)
    {
        using StopSignal stop = new();
        string folder = Directory.CreateTempSubdirectory("ringcore-writers-").FullName;
        RunProgress progress = new();
        try
        {
            ConcurrentReport report = WorkThread.Run(
                () =>
                {
                    using ConcurrentRun run = new(options, writers);
                    return run.Run(folder, progress, stop.Token);
                },
                progress);
            Print(report);
            return report.IsGood ? ExitCode.Good : ExitCode.Failed;
        }
        catch (Exception error) when (error is SourceUnavailableException or SqliteException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(error.Message);
            return ExitCode.Failed;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Print(ConcurrentReport report)
    {
        CultureInfo plain = CultureInfo.InvariantCulture;
        KeyValueTable table = new();
        table.Row("source", SourceText.Of(report.Source));
        table.Row("writers", string.Create(plain, $"{report.Writers}, none of which stopped for a round"));
        table.Row("rounds", string.Create(plain, $"{report.Rounds:N0} in {report.Elapsed.TotalSeconds:F1} s, {report.PagesRead:N0} dirty pages read"));
        table.Row("transactions", string.Create(plain, $"{report.Transactions:N0}, {report.Transactions / report.Elapsed.TotalSeconds:N0} per second"));
        table.Row("soft-full throttles", string.Create(plain, $"throttles {report.Counters.Throttles}"));
        table.Row("pages lost", $"lost {report.Lost} (each replica compared with its live image when the writers had stopped)");
        table.Row("replicas", report.Fault ?? string.Create(plain, $"integrity_check ok; {report.Rows:N0} rows as the replayed transactions left them"));
        table.Print();
    }
}
