using System;
using System.IO;
using LiveCheckpoint.Checkpoints;
using LiveCheckpoint.Crash;
using LiveCheckpoint.Log;
using LiveCheckpoint.Reports;
using RingCore.Tracking;

namespace LiveCheckpoint.Commands;

/// <summary>A run from the command line's side: chooses the log, shows progress, prints the closing table.</summary>
internal sealed class RunSession(RunOptions options)
{
    internal string? LogPath { get; init; }

    internal bool Appends { get; init; }

    internal bool Overwrites { get; init; }

    internal bool IsSizeGiven { get; init; }

    internal bool IsSeedGiven { get; init; }

    /// <summary>Whether the standard output is the pipe of a <c>crash</c> parent, and carries announcements only.</summary>
    internal bool Announces { get; init; }

    /// <summary>Whether the checkpointer is another process.</summary>
    internal bool Isolates { get; init; }

    internal int Run()
    {
        if (LogPath is null)
        {
            string folder = Directory.CreateTempSubdirectory("ringcore-live-checkpoint-").FullName;
            return Run(Path.Combine(folder, "checkpoint.log"), Path.Combine(folder, "restored.db"), keepsRestored: true);
        }
        // Made only when the run is over, and only to be compared: a killed run leaves nothing but its log.
        string restoredPath = Path.Combine(Path.GetTempPath(), $"ringcore-restored-{Guid.NewGuid():N}.db");
        try
        {
            return Run(LogPath, restoredPath, keepsRestored: false);
        }
        finally
        {
            File.Delete(restoredPath);
        }
    }

    private int Run(string logPath, string restoredPath, bool keepsRestored)
    {
        try
        {
            LogTarget target = LogTarget.Choose(logPath, Appends, Overwrites);
            RefuseOtherImage(target);
            if (Isolates)
                return IsolatedSession.Run(options, target);
            return Announces ? RunQuietly(target, restoredPath) : RunVisibly(target, restoredPath, keepsRestored);
        }
        catch (Exception error) when (error is UnusableLogException or SourceUnavailableException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(error.Message);
            return ExitCode.Failed;
        }
    }

    /// <summary>A continued log has an image and a workload already: others that were asked for are refused, not ignored.</summary>
    private void RefuseOtherImage(LogTarget target)
    {
        if (target.Found is not { } found)
            return;
        if (IsSizeGiven && found.Header.CapacityPages != options.ImagePages)
            throw new UnusableLogException($"{target.Path} holds an image of {found.Header.CapacityPages >> 8} MiB: --size {options.ImagePages >> 8} does not fit, leave it out.");
        if (IsSeedGiven && found.Header.Seed != options.Seed)
            throw new UnusableLogException($"{target.Path} was written with seed {found.Header.Seed}: --seed {options.Seed} does not fit, leave it out.");
    }

    private int RunQuietly(LogTarget target, string restoredPath)
    {
        ParentWatch.Start();
        using Stream pipe = Console.OpenStandardOutput();
        Announcer announcer = new(pipe);
        using StopSignal stop = new();
        using LiveRun run = new(options, target, new RunProgress(), announcer.Committed, announcer.Durable);
        RunReport report = run.Run(restoredPath, stop.Token);
        if (report.Failure is not null)
            Console.Error.WriteLine(report.Failure);
        return report.IsGood ? ExitCode.Good : ExitCode.Failed;
    }

    private int RunVisibly(LogTarget target, string restoredPath, bool namesRestored)
    {
        ProgressDisplay.Say($"log: {target.Path}");
        if (target.Found is { } found)
            ProgressDisplay.Say(ContinuationOf(found));
        using StopSignal stop = new();
        RunProgress progress = new();
        RunReport report = WorkThread.Run(
            () =>
            {
                using LiveRun run = new(options, target, progress, static _ => { }, static _ => { });
                return run.Run(restoredPath, stop.Token);
            },
            progress);
        ClosingTable.Print(report, target.Path, namesRestored ? restoredPath : null);
        return report.IsGood ? ExitCode.Good : ExitCode.Failed;
    }

    private static string ContinuationOf(LogContent found) =>
        $"continued from epoch {found.Image.Epoch}, transaction {found.Image.Transaction}" + (found.Damage is null ? "" : $"; cut off behind it: {found.Damage}");
}
