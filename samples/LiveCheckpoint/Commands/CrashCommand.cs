using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using LiveCheckpoint.Checkpoints;
using LiveCheckpoint.Crash;

namespace LiveCheckpoint.Commands;

/// <summary><c>crash --rounds N</c>: kills itself as a child under load, and restores; then the same with a simulated power loss.</summary>
internal static class CrashCommand
{
    private const int DefaultSizeMebibytes = 8;

    internal static Command Create()
    {
        Option<long> rounds = Bounded.Number("--rounds", "N", "Rounds that must count", 1, 10_000, 20);
        Option<long> seed = Bounded.Number("--seed", "N", "Decides the moments and what the disk forgets", 0, long.MaxValue, 1);
        TrackerArguments tracker = new(DefaultSizeMebibytes);
        Option<bool> isolate = new("--isolate") { Description = "Kill checkpointers that are processes of their own, under a writer that runs on" };
        Command command = new("crash", "Kills a child under load with SIGKILL, N times, and demands everything it had announced as durable.") { rounds, seed, isolate };
        tracker.AddTo(command);
        command.SetAction(result =>
        {
            if (tracker.FindConflict(result) is { } conflict)
            {
                Console.Error.WriteLine(conflict);
                return ExitCode.Refused;
            }
            CrashOptions options = new((int)result.GetValue(rounds), (ulong)result.GetValue(seed), tracker.Again(result));
            if (!result.GetValue(isolate))
                return Run(options, Console.Out, Console.Error);
            if (tracker.FindConflictOfIsolation(result) is { } refusal)
            {
                Console.Error.WriteLine(refusal);
                return ExitCode.Refused;
            }

            RunOptions run = new() { ImagePages = tracker.ImagePages(result), Tracker = tracker.Options(result) };
            return IsolatedSession.Crash(options, run, Console.Out);
        });
        return command;
    }

    private static int Run(CrashOptions options, TextWriter output, TextWriter errors)
    {
        using StopSignal stop = new();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ringcore-crash-");
        CrashRounds rounds = new(options, folder.FullName, output.WriteLine);
        try
        {
            rounds.Run(stop.Token);
        }
        catch (Exception error) when (error is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            errors.WriteLine(error.Message);
            folder.Delete(recursive: true);
            return ExitCode.Failed;
        }
        bool good = rounds is { Lost: 0, Corrupt: 0 } && rounds.Rounds == options.Rounds;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"void rounds repeated: {rounds.VoidRounds}; sectors dropped by simulated power losses: {rounds.DroppedSectors}"));
        if (good)
            folder.Delete(recursive: true);
        else
            output.WriteLine($"the last log is in {folder.FullName}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"rounds {rounds.Rounds}, lost {rounds.Lost}, corrupt {rounds.Corrupt}"));
        return good ? ExitCode.Good : ExitCode.Failed;
    }
}
