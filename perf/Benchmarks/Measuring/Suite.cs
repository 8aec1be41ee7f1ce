using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using RingCore.Benchmarks.Platform;

namespace RingCore.Benchmarks.Measuring;

/// <summary>Runs scenarios one after the other.</summary>
internal static class Suite
{
    /// <summary>Runs those that this machine can.</summary>
    /// <param name="scenarios">Which.</param>
    /// <param name="options">Processors, and the time of each.</param>
    /// <param name="progress">Gets a line per scenario.</param>
    /// <exception cref="InvalidOperationException">Something was lost or invented on the way; the message says what.</exception>
    internal static Measured Run(IReadOnlyList<IScenario> scenarios, MeasuringOptions options, Action<string> progress)
    {
        List<Comparison> comparisons = [];
        List<Chart> charts = [];
        List<Absence> absences = [];
        int processors = OperatingSystem.IsLinux() ? Processors(options) : 0;
        foreach (IScenario scenario in scenarios)
        {
            if (NotRun(scenario.Requirement, processors) is string reason)
            {
                absences.Add(new Absence(scenario.Requirement.Name, reason));
                progress($"{scenario.Requirement.Name}: not run: {reason}");
                continue;
            }

            long start = Stopwatch.GetTimestamp();
            IReadOnlyList<Comparison> found = scenario.Run(options);
            comparisons.AddRange(found);
            charts.AddRange(scenario.Charts);
            absences.AddRange(scenario.Absences);
            progress(FormattableString.Invariant(
                $"{scenario.Requirement.Name}: {found.Count} comparisons, {scenario.Charts.Count} charts in {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s"));
        }

        return new Measured(comparisons, charts, absences);
    }

    private static string? NotRun(Requirement requirement, int processors) =>
        OperatingSystem.IsLinux() ? requirement.NotRun(processors) : "threads are pinned by Linux's calls";

    /// <summary>All that the process may use; of the two that were asked for those that it may, where that is not both.</summary>
    private static int Processors(MeasuringOptions options)
    {
        int asked = new[] { options.ProducerCpu, options.ConsumerCpu }.Count(CpuAffinity.IsAllowed);
        return asked < 2 ? asked : Enumerable.Range(0, CpuAffinity.MaxCpus).Count(CpuAffinity.IsAllowed);
    }
}
