using System.Collections.Generic;
using System.Linq;
using RingCore.Benchmarks.Measuring;

namespace RingCore.Benchmarks.Reporting;

/// <summary>How a ratio changed from one results folder to another. Only ratios are compared: times of two runs never are.</summary>
/// <param name="Of">The comparison, as the second folder has it.</param>
/// <param name="A">The first folder's median.</param>
/// <param name="B">The second's.</param>
/// <param name="Low">The second's p10 over the first's p90.</param>
/// <param name="High">The second's p90 over the first's p10.</param>
internal sealed record RatioChange(Comparison Of, double A, double B, double Low, double High)
{
    /// <summary>The medians' quotient.</summary>
    internal double Median => B / A;

    /// <summary>Whether no change would explain the figures as well.</summary>
    internal bool IsWithinSpread => Low <= 1 && High >= 1;

    /// <summary>The rows that both have.</summary>
    internal static IEnumerable<RatioChange> Between(Results a, Results b)
    {
        Dictionary<(string, string, string, Regime), Spread> first =
            a.Measured.Comparisons.ToDictionary(c => (c.Scenario, c.Subject, c.Against, c.Regime), c => c.Ratio);
        foreach (Comparison second in b.Measured.Comparisons)
        {
            if (first.TryGetValue((second.Scenario, second.Subject, second.Against, second.Regime), out Spread ratio))
                yield return new RatioChange(second, ratio.Median, second.Ratio.Median, second.Ratio.P10 / ratio.P90, second.Ratio.P90 / ratio.P10);
        }
    }
}
