using System;
using System.Globalization;
using System.IO;
using LiveCheckpoint.Checkpoints;
using LiveCheckpoint.Crash;
using LiveCheckpoint.Isolated;
using LiveCheckpoint.Reports;

namespace LiveCheckpoint.Commands;

/// <summary>A run with an isolated checkpointer, and a series of its crashes, from the command line's side.</summary>
internal static class IsolatedSession
{
    /// <summary>Runs for the time asked, restores the log, and compares.</summary>
    internal static int Run(RunOptions options, LogTarget target)
    {
        string folder = Directory.CreateTempSubdirectory("ringcore-isolated-").FullName;
        try
        {
            ProgressDisplay.Say($"log: {target.Path}");
            using RestartedCheckpointers checkpointers = new();
            IsolatedReport report = Run(options, target, folder, checkpointers);
            IsolatedTable.Print(report, target.Path, restoredPath: null);
            return report.IsGood ? ExitCode.Good : ExitCode.Failed;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Kills checkpointers under load; at the end the log must have everything that the writer committed.</summary>
    internal static int Crash(CrashOptions options, RunOptions run, TextWriter output)
    {
        string folder = Directory.CreateTempSubdirectory("ringcore-isolated-crash-").FullName;
        try
        {
            LogTarget target = new(Path.Combine(folder, "crash.log"), Overwrites: false, Found: null);
            using KilledCheckpointers checkpointers = new(options.Rounds, options.Seed, Path.Combine(folder, "crash.db"), output.WriteLine);
            RunOptions until = run with { Duration = TimeSpan.FromHours(24), Seed = options.Seed, CheckpointEvery = TimeSpan.FromMilliseconds(20) };
            IsolatedReport report = Run(until, target, folder, checkpointers);
            IsolatedTable.Print(report, target.Path, restoredPath: null);
            long lost = checkpointers.Lost + report.Lost;
            int corrupt = checkpointers.Corrupt + (report.IsGood ? 0 : 1);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"rounds {checkpointers.Rounds}, lost {lost}, corrupt {corrupt}"));
            return lost == 0 && corrupt == 0 && checkpointers.Rounds == options.Rounds ? ExitCode.Good : ExitCode.Failed;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IsolatedReport Run(RunOptions options, LogTarget target, string folder, ICheckpointers checkpointers)
    {
        using StopSignal stop = new();
        RunProgress progress = new();
        return WorkThread.Run(
            () =>
            {
                using IsolatedRun run = new(options, target, Path.Combine(folder, "socket", "writer"), checkpointers, progress);
                return run.Run(Path.Combine(folder, "restored.db"), stop.Token);
            },
            progress);
    }
}
