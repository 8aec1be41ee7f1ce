using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Platform;
using RingCore.Benchmarks.Reporting;
using Spectre.Console;

namespace RingCore.Benchmarks.Commands;

/// <summary><c>report</c>: measures everything and writes this processor's results folder.</summary>
internal static class ReportCommand
{
    internal static Command Create()
    {
        Option<int[]> cpus = CpusOption.Create();
        Option<bool> quick = new("--quick") { Description = "Everything in under three minutes: a look, not figures to keep." };
        Option<string> only = new("--only") { Description = "Only scenarios with this in their name.", DefaultValueFactory = _ => "" };
        Option<string?> output = new("--output") { Description = "The folder to write; without it perf/results/<cpu model>." };
        Command command = new("report", "Measures everything; writes tables, pictures, versions and raw figures per CPU model (needs 2 cores).") { cpus, quick, only, output };
        command.SetAction(arguments => Run(
            arguments.GetValue(cpus)!, arguments.GetValue(quick), arguments.GetValue(only)!, arguments.GetValue(output)));
        return command;
    }

    private static int Run(int[] cpus, bool quick, string only, string? output)
    {
        IAnsiConsole console = Output.Console;
        try
        {
            string folder = output ?? Path.Combine(SourceTree.Results, Machine.Name);
            List<IScenario> scenarios = Scenarios.Named(only);
            MeasuringOptions options = quick ? Durations.Quick(cpus, scenarios.Count) : Durations.Report(cpus);
            console.WriteLine(FormattableString.Invariant($"{Machine.Name}, {scenarios.Count} scenarios of {options.Duration.TotalSeconds:0.#} s and their warming up."));
            Measured measured = Suite.Run(scenarios, options, console.WriteLine);
            Results results = new(Machine.Name, Versions.Commit(), options.Duration.TotalSeconds, measured);
            ResultsFolder.Write(folder, results, ResultsFolder.KnownMissesOf(Machine.Name));
            console.WriteLine($"Written: {folder}");
            return 0;
        }
        catch (Exception failure) when (failure is InvalidOperationException or FormatException)
        {
            console.WriteLine(failure.Message);
            return 1;
        }
    }
}
