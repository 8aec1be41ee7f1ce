using System;
using System.CommandLine;
using System.IO;
using System.Threading;
using LiveCheckpoint.Commands;
using RingCore.Hostile.Live;
using RingCore.Hostile.Oracle;
using RingCore.Hostile.Stepped;

namespace RingCore.Hostile.Commands;

/// <summary><c>fuzz</c>: a hostile collector against the producer's side of a ring.</summary>
internal static class FuzzCommand
{
    // Of the time, what the one-thread form gets: it makes the rarer interleavings, the two processes the truer ones.
    private const double SteppedShare = 0.2;

    internal static Command Create()
    {
        Option<long> minutes = Bounded.Number("--minutes", "M", "Time for all modes together", 1, 100_000, 1);
        Option<long> writes = Bounded.Number("--writes", "N", "Instead of a time: hostile writes of another process, per mode", 0, long.MaxValue, 0);
        Option<long> seed = Bounded.Number("--seed", "S", "The first seed; each programme has the next", 0, long.MaxValue, 1);
        Option<long> replay = Bounded.Number("--replay", "N", "Only N programmes on one thread, which their seeds decide entirely", 0, long.MaxValue, 0);
        Option<string> mode = Bounded.Word("--mode", "Which ring; plain is one that trusts its collector, and must fail", "all", "indexed", "shadowed", "kernel", "plain");
        Command command = new("fuzz", "A hostile collector against the producer's side of a ring.") { minutes, writes, seed, replay, mode };
        command.SetAction(result =>
        {
            if (result.GetValue(mode) == "plain" && result.GetValue(replay) == 0)
            {
                Console.Error.WriteLine("--mode plain needs --replay: a ring that trusts its collector is not shared between processes.");
                return ExitCode.Refused;
            }

            FuzzRun run = new(RingModes.Parse(result.GetValue(mode)!), (ulong)result.GetValue(seed), Console.Out);
            using StopSignal stop = new();
            return run.Run(TimeSpan.FromMinutes(result.GetValue(minutes)), result.GetValue(writes), result.GetValue(replay), stop.Token);
        });
        return command;
    }

    private sealed class FuzzRun(RingMode[] modes, ulong seed, TextWriter output)
    {
        private readonly FuzzTally _all = new();

        internal int Run(TimeSpan time, long writes, long replay, CancellationToken stop)
        {
            TimeSpan each = time / modes.Length;
            foreach (RingMode mode in modes)
            {
                if (replay > 0 || writes == 0)
                {
                    FuzzTally tally = new();
                    long programmes = replay > 0 ? replay : long.MaxValue;
                    Report($"{mode}, one thread", tally, SteppedRun.Run(mode, seed, programmes, replay > 0 ? TimeSpan.MaxValue : each * SteppedShare, tally, stop));
                }

                if (replay == 0)
                {
                    FuzzTally tally = new();
                    long most = writes > 0 ? writes : long.MaxValue;
                    Report($"{mode}, two processes", tally, LiveRun.Run(mode, seed, most, writes > 0 ? TimeSpan.MaxValue : each * (1 - SteppedShare), tally, stop));
                }
            }

            foreach (string line in _all.Lines())
                output.WriteLine(line);
            output.WriteLine(_all.Verdict());
            return _all.IsClean ? ExitCode.Good : ExitCode.Failed;
        }

        private void Report(string what, FuzzTally tally, string? failure)
        {
            output.WriteLine(what);
            foreach (string line in tally.Lines())
                output.WriteLine("  " + line);
            if (failure is not null)
                output.WriteLine(failure);
            _all.Add(tally);
        }
    }
}
