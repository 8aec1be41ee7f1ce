using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Numerics;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.TwoThreads;
using RingCore.Benchmarks.Platform;
using RingCore.Benchmarks.Transfer;
using RingCore.Layouts;
using Spectre.Console;

namespace RingCore.Benchmarks.Commands;

/// <summary><c>transfer</c>: pages from one pinned thread to another, the rings against the framework's queues.</summary>
internal static class TransferCommand
{
    private const int MinEntries = 512;
    private const int MaxSeconds = 3600;
    private static readonly Requirement s_requirement = new("transfer", Cores: 2);
    private static readonly IAnsiConsole s_console = Output.Console;

    internal static Command Create()
    {
        Option<int[]> cpus = CpusOption.Create();
        Option<int> seconds = new("--seconds") { Description = $"Measuring time, 1 to {MaxSeconds}.", DefaultValueFactory = _ => 30 };
        Range(seconds, 1, MaxSeconds);
        Option<int> entries = new("--entries")
        {
            Description = $"Entries of a ring and capacity of a bounded channel: a power of two, {MinEntries} to {RingGeometry.KvmMaxEntries}.",
            DefaultValueFactory = _ => 4096,
        };
        Range(entries, MinEntries, RingGeometry.KvmMaxEntries);
        entries.Validators.Add(static result =>
        {
            if (!BitOperations.IsPow2(result.GetValueOrDefault<int>()))
                result.AddError($"--entries is a power of two, not {result.GetValueOrDefault<int>()}.");
        });
        Option<string> baseline = new("--baseline")
        {
            Description = "The competitor that the others are divided by, by its name in the table.",
            DefaultValueFactory = _ => Field.DefaultBaseline,
        };
        Option<string> only = new("--only") { Description = "Only competitors with this in their name, and the baseline.", DefaultValueFactory = _ => "" };
        Command command = new("transfer", $"Two-thread transfer: rings against queues (needs {s_requirement.Cores} cores).") { cpus, seconds, entries, baseline, only };
        command.SetAction(arguments => Run(
            arguments.GetValue(cpus)!, arguments.GetValue(seconds), arguments.GetValue(entries), arguments.GetValue(baseline)!, arguments.GetValue(only)!));
        return command;
    }

    private static int Run(int[] cpus, int seconds, int entries, string baselineName, string only)
    {
        if (!OperatingSystem.IsLinux())
        {
            s_console.WriteLine($"{s_requirement.Name}: not run: threads are pinned by Linux's calls");
            return 0;
        }

        if (s_requirement.NotRun(cpus.Count(CpuAffinity.IsAllowed)) is string refusal)
        {
            s_console.WriteLine($"{s_requirement.Name}: not run: {refusal} (processors {string.Join(" and ", cpus)} were asked for)");
            return 0;
        }

        using Field everything = Field.Everything(entries);
        foreach (Absence absence in everything.Absences)
            s_console.WriteLine($"{absence.Party}: {absence.Reason}");
        List<ITransfer> field = [.. everything.All];
        if (!field.Any(competitor => competitor.Name == baselineName))
        {
            s_console.WriteLine($"--baseline {baselineName}: the competitors are {string.Join(", ", field.Select(competitor => competitor.Name))}.");
            return 1;
        }

        field.RemoveAll(competitor => competitor.Name != baselineName && !competitor.Name.Contains(only, StringComparison.OrdinalIgnoreCase));
        s_console.WriteLine(
            $"{field.Count} competitors, {entries} entries, 16-byte pages, producer on processor {cpus[0]}, consumer on {cpus[1]}, {seconds} s. "
            + $"Harvester: {Harvester.Selected}.");
        TwoThreadHarness harness = new([.. field.Select(competitor => new TransferParty(competitor))], cpus[0], cpus[1]);
        try
        {
            harness.Run(TimeSpan.FromSeconds(seconds));
        }
        catch (InvalidOperationException failure)
        {
            s_console.WriteLine(failure.Message);
            return 1;
        }

        new TransferReport(s_console, field, field.FindIndex(competitor => competitor.Name == baselineName)).Print(harness);
        return 0;
    }

    private static void Range(Option<int> option, int least, int most) => option.Validators.Add(result =>
    {
        int value = result.GetValueOrDefault<int>();
        if (value < least || value > most)
            result.AddError($"{option.Name} is {least} to {most}, not {value}.");
    });
}
