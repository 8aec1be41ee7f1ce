using System.Collections.Generic;
using System.Linq;
using RingCore.Benchmarks.Measuring;

namespace RingCore.Benchmarks.ResetRate;

/// <summary>How often a collector resets.</summary>
internal static class ResetRates
{
    /// <summary>Entries of the rings.</summary>
    internal const int RingEntries = 4096;

    /// <summary>It resets when it has harvested the ring's entries divided by this.</summary>
    internal static readonly int[] Shares = [64, 16, 4, 2];

    /// <summary>What a party is called.</summary>
    internal static string Name(string ring, int share) => $"{ring}, reset every 1/{share}";

    /// <summary>The curve of one ring: its speed at each share over its speed at the quarter.</summary>
    internal static CurvePlan Plan(string ring, IReadOnlyList<int> shares) =>
        new(ring, [.. shares.OrderDescending().Select(share => (100.0 / share, new Pair(Name(ring, share), Name(ring, 4))))]);

    /// <summary>The chart.</summary>
    internal static Chart Chart(string name, string title, IReadOnlyList<CurvePlan> plans, IReadOnlyList<Comparison> comparisons) => new(
        name, title, "% of the ring harvested per reset", "speed over a reset every quarter",
        IsXLogarithmic: true, IsYLogarithmic: false, CurvePlan.Draw(plans, comparisons));
}
