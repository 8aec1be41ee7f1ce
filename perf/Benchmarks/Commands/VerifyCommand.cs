using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using RingCore.Benchmarks.Bounds;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Platform;
using RingCore.Benchmarks.Reporting;
using Spectre.Console;

namespace RingCore.Benchmarks.Commands;

/// <summary><c>verify</c>: the quick set against the bounds.</summary>
internal static class VerifyCommand
{
    internal static Command Create()
    {
        Option<int[]> cpus = CpusOption.Create();
        Option<string> only = new("--only") { Description = "Only scenarios with this in their name.", DefaultValueFactory = _ => "" };
        Command command = new("verify", "The quick set, held against the bounds; exit code 1 on a new miss (needs 2 cores).") { cpus, only };
        command.SetAction(arguments => Run(arguments.GetValue(cpus)!, arguments.GetValue(only)!));
        return command;
    }

    private static int Run(int[] cpus, string only)
    {
        IAnsiConsole console = Output.Console;
        try
        {
            IReadOnlyList<KnownMiss> known = ResultsFolder.KnownMissesOf(Machine.Name);
            List<IScenario> scenarios = [.. Scenarios.Named(only).Where(scenario => BoundTable.All.Any(bound => bound.Scenario == scenario.Requirement.Name))];
            console.WriteLine($"{Machine.Name}, {scenarios.Count} scenarios. A ratio is the median of rounds in one run, p10..p90 their spread.");
            Measured measured = Suite.Run(scenarios, Durations.Quick(cpus, scenarios.Count), console.WriteLine);
            Judge judge = new(measured, known);
            List<Judgement> judgements = BoundTable.All
                .Where(bound => bound.Scenario.Contains(only, StringComparison.Ordinal))
                .Select(judge.Of)
                .ToList();
            BoundsReport.Print(console, judgements);
            int holding = judgements.Count(judgement => judgement.Verdict == Verdict.Holds);
            int misses = judgements.Count(judgement => judgement.Verdict == Verdict.KnownMiss);
            int failures = judgements.Count(judgement => judgement.Fails);
            console.WriteLine(
                $"{holding} hold, {misses} known misses, {failures} new or worse, {judgements.Count - holding - misses - failures} neither passed nor failed.");
            return failures == 0 ? 0 : 1;
        }
        catch (Exception failure) when (failure is InvalidOperationException or FormatException)
        {
            console.WriteLine(failure.Message);
            return 1;
        }
    }
}
