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
        Option<string?> redraw = new("--redraw") { Description = "Measures nothing: writes the tables and pictures of this results folder anew." };
        Command command = new("report", "Measures everything; writes tables, pictures, versions and raw figures per CPU model (needs 2 cores).") { cpus, quick, only, output, redraw };
        command.SetAction(arguments => Guard(() =>
        {
            if (arguments.GetValue(redraw) is string folder)
                Redraw(folder);
            else
                Measure(arguments.GetValue(cpus)!, arguments.GetValue(quick), arguments.GetValue(only)!, arguments.GetValue(output));
        }));
        return command;
    }

    private static void Measure(int[] cpus, bool quick, string only, string? output)
    {
        string folder = output ?? Path.Combine(SourceTree.Results, Machine.Name);
        List<IScenario> scenarios = Scenarios.Named(only);
        MeasuringOptions options = quick ? Durations.Quick(cpus, scenarios.Count) : Durations.Report(cpus);
        Output.Console.WriteLine(FormattableString.Invariant($"{Machine.Name}, {scenarios.Count} scenarios of {options.Duration.TotalSeconds:0.#} s and their warming up."));
        Measured measured = Suite.Run(scenarios, options, Output.Console.WriteLine);
        Results results = new(Machine.Name, Versions.Commit(), options.Duration.TotalSeconds, measured);
        ResultsFolder.Write(folder, results, ResultsFolder.KnownMissesOf(Machine.Name));
        Output.Console.WriteLine($"Written: {folder}");
    }

    private static void Redraw(string folder)
    {
        Results results = Results.Read(folder);
        ResultsFolder.Draw(folder, results, ResultsFolder.KnownMissesOf(results.Cpu));
        Output.Console.WriteLine($"Written anew: {folder}");
    }

    private static int Guard(Action action)
    {
        try
        {
            action();
            return 0;
        }
        catch (Exception failure) when (failure is InvalidOperationException or FormatException)
        {
            Output.Console.WriteLine(failure.Message);
            return 1;
        }
    }
}
