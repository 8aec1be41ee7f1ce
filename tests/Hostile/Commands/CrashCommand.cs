using System;
using System.CommandLine;
using System.IO;
using LiveCheckpoint.Commands;
using RingCore.Hostile.Crash;

namespace RingCore.Hostile.Commands;

/// <summary><c>crash</c>: SIGKILL to producer or collector, again and again, while a successor goes on.</summary>
internal static class CrashCommand
{
    internal static Command Create()
    {
        Option<long> rounds = Bounded.Number("--rounds", "N", "Kills", 1, 1_000_000, 200);
        Option<long> seed = Bounded.Number("--seed", "S", "Decides whom, where and when", 0, long.MaxValue, 1);
        Command command = new("crash", "Kills the producer or the collector of a shared tracker with SIGKILL, N times, and demands every page.") { rounds, seed };
        command.SetAction(result => Run((int)result.GetValue(rounds), (ulong)result.GetValue(seed), Console.Out));
        return command;
    }

    private static int Run(int rounds, ulong seed, TextWriter output)
    {
        using StopSignal stop = new();
        using CrashRun run = new(seed);
        CrashTally tally = new();
        string? failure = run.Run(done => done.Rounds >= rounds, TimeSpan.MaxValue, tally, stop.Token);
        foreach (string line in tally.Lines())
            output.WriteLine(line);
        if (failure is not null)
            output.WriteLine(FormattableString.Invariant($"FAILED: seed {seed}, round {tally.Rounds}: {failure}"));
        output.WriteLine(tally.Verdict());
        return failure is null && tally.IsClean ? ExitCode.Good : ExitCode.Failed;
    }
}
