using System;
using RingCore.Benchmarks.Measuring;

namespace RingCore.Benchmarks.Commands;

/// <summary>How long scenarios measure.</summary>
internal static class Durations
{
    private const double QuickSeconds = 50;
    private const double LongestQuickSeconds = 6;
    private const double ReportSeconds = 20;

    /// <summary>All scenarios in under three minutes with their warming up.</summary>
    internal static MeasuringOptions Quick(int[] cpus, int scenarios) =>
        new(cpus[0], cpus[1], TimeSpan.FromSeconds(Math.Min(LongestQuickSeconds, QuickSeconds / Math.Max(scenarios, 1))));

    /// <summary>For figures that are kept.</summary>
    internal static MeasuringOptions Report(int[] cpus) => new(cpus[0], cpus[1], TimeSpan.FromSeconds(ReportSeconds));
}
