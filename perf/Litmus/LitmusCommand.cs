using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;
using System.Runtime.InteropServices;
using RingCore.Benchmarks.Platform;
using RingCore.Litmus.Catalog;
using RingCore.Litmus.Rings;
using RingCore.Litmus.Running;
using Spectre.Console;

namespace RingCore.Litmus;

/// <summary>The command line: which tests run where and for how long, and what they say as an exit code.</summary>
internal static class LitmusCommand
{
    private const int MinCores = 2;
    private const int MaxCores = 4;
    private const int MaxSeconds = 86_400;
    private const int RedirectedWidth = 400;

    internal static RootCommand Create()
    {
        Option<int> seconds = new("--seconds") { Description = $"Time for all tests together, 1 to {MaxSeconds}.", DefaultValueFactory = _ => 10 };
        seconds.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MaxSeconds)
                result.AddError($"--seconds is 1 to {MaxSeconds}, not {result.GetValueOrDefault<int>()}.");
        });
        Option<int[]> cpus = new("--cpus")
        {
            Description = $"Processors to pin the threads to, {MinCores} to {MaxCores} of them, as in 0,1. By default the first that this process may use.",
            CustomParser = ParseCpus,
            DefaultValueFactory = static _ => [],
        };
        Option<string> only = new("--only") { Description = "Only tests and rings with this in their name.", DefaultValueFactory = _ => "" };
        Option<bool> strict = new("--strict") { Description = "On x86-64, fail if store buffering was never seen: the run proves little then." };
        RootCommand root = new(
            "Litmus tests and the shipped rings on this machine's own cores. Exit code 1 where something was seen that .NET or the architecture forbids.")
        {
            seconds, cpus, only, strict,
        };
        root.SetAction(arguments => Run(
            TimeSpan.FromSeconds(arguments.GetValue(seconds)), arguments.GetValue(cpus)!, arguments.GetValue(only)!, arguments.GetValue(strict)));
        return root;
    }

    private static int Run(TimeSpan duration, int[] cpus, string only, bool strict)
    {
        IAnsiConsole console = CreateConsole();
        bool pinned = OperatingSystem.IsLinux();
        int[] usable = pinned
            ? [.. (cpus.Length == 0 ? Enumerable.Range(0, CpuAffinity.MaxCpus) : cpus).Where(CpuAffinity.IsAllowed).Take(MaxCores)]
            : [.. Enumerable.Range(0, Math.Min(Environment.ProcessorCount, MaxCores))];
        if (usable.Length < MinCores)
        {
            console.WriteLine($"litmus: not run: needs {MinCores} cores (this process may use {usable.Length} of those asked for)");
            return 0;
        }

        List<LitmusTest> tests = [.. LitmusTests.All.Where(test => Matches(test.Name))];
        List<RingDesign> rings = [.. RingDesign.All.Where(ring => Matches(ring.Name))];
        if (tests.Count + rings.Count == 0)
        {
            console.WriteLine(
                $"--only {only}: the names are {string.Join(", ", LitmusTests.All.Select(static test => test.Name).Concat(RingDesign.All.Select(static ring => ring.Name)))}.");
            return 1;
        }

        Crew crew = new(usable, pinned);
        Report report = new(console, Current(), crew.Parties);
        report.Begin(usable, pinned, duration);
        TimeSpan each = duration / (tests.Count(test => test.Parties <= crew.Parties) + rings.Count);
        foreach (LitmusTest test in tests)
        {
            if (test.Parties <= crew.Parties)
                report.Add(LitmusRun.Run(test, crew, each));
            else
                report.AddNotRun(test);
        }

        foreach (RingDesign ring in rings)
            report.Add(RingRun.Run(ring, crew, each));
        return report.End(strict) ? 0 : 1;

        bool Matches(string name) => name.Contains(only, StringComparison.OrdinalIgnoreCase);
    }

    private static Architecture Current() => RuntimeInformation.ProcessArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => Architecture.X64,
        System.Runtime.InteropServices.Architecture.Arm64 => Architecture.Arm64,
        _ => Architecture.Other,
    };

    /// <summary>A file gets plain text, and lines that are not broken at a terminal's width.</summary>
    private static IAnsiConsole CreateConsole()
    {
        if (!Console.IsOutputRedirected)
            return AnsiConsole.Console;
        IAnsiConsole plain = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        plain.Profile.Width = RedirectedWidth;
        return plain;
    }

    private static int[] ParseCpus(ArgumentResult result)
    {
        string text = string.Join(",", result.Tokens.Select(static token => token.Value));
        List<int> cpus = [];
        foreach (string part in text.Split(','))
        {
            if (int.TryParse(part, out int cpu) && cpu is >= 0 and < CpuAffinity.MaxCpus && !cpus.Contains(cpu))
                cpus.Add(cpu);
        }

        if (!OperatingSystem.IsLinux())
            result.AddError("--cpus needs Linux: threads are pinned by its calls.");
        else if (cpus.Count is < MinCores or > MaxCores || cpus.Count != text.Split(',').Length)
            result.AddError($"--cpus is {MinCores} to {MaxCores} different processors from 0 to {CpuAffinity.MaxCpus - 1}, as in 0,1; not {text}.");
        return [.. cpus];
    }
}
