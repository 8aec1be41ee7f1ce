using System.Collections.Generic;
using System.Linq;

namespace RingCore.Benchmarks.Measuring;

/// <summary>A curve that is to be made of comparisons: which pair stands where.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">By rising x: the pair whose ratio is y.</param>
internal sealed record CurvePlan(string Name, IReadOnlyList<(double X, Pair Pair)> Points)
{
    /// <summary>Every pair of some plans, once each.</summary>
    internal static IEnumerable<Pair> PairsOf(IEnumerable<CurvePlan> plans) => plans.SelectMany(plan => plan.Points).Select(point => point.Pair).Distinct();

    /// <summary>The charts that have curves: on a machine with much other work every turn of a party may have been thrown away.</summary>
    internal static IReadOnlyList<Chart> Drawn(params IEnumerable<Chart> charts) => [.. charts.Where(static chart => chart.Curves.Count > 0)];

    /// <summary>What a curve's name ends with.</summary>
    internal static string Suffix(Regime regime) => regime switch
    {
        Regime.Near => ", near",
        Regime.Far => ", far",
        _ => "",
    };

    /// <summary>The curves of some plans: one for each regime that was seen, with those points that were.</summary>
    internal static IReadOnlyList<Curve> Draw(IEnumerable<CurvePlan> plans, IReadOnlyList<Comparison> comparisons)
    {
        List<Curve> curves = [];
        foreach (CurvePlan plan in plans)
        {
            foreach (IGrouping<Regime, Comparison> seen in comparisons.GroupBy(comparison => comparison.Regime).OrderBy(group => group.Key))
            {
                List<CurvePoint> points = [];
                foreach ((double x, Pair pair) in plan.Points)
                {
                    if (seen.FirstOrDefault(comparison => comparison.Subject == pair.Subject && comparison.Against == pair.Against) is Comparison found)
                        points.Add(new CurvePoint(x, found.Ratio));
                }

                if (points.Count > 0)
                    curves.Add(new Curve(plan.Name + Suffix(seen.Key), points));
            }
        }

        return curves;
    }
}
