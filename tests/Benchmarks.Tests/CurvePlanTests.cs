using System.Collections.Generic;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Reporting;
using Xunit;

namespace RingCore.Tests;

public class CurvePlanTests
{
    private static readonly CurvePlan s_plan = new("ring", [(1, new Pair("a", "b")), (2, new Pair("c", "b"))]);

    [Fact]
    public void Draws_a_curve_for_each_regime_with_the_points_that_were_seen()
    {
        IReadOnlyList<Curve> curves = CurvePlan.Draw([s_plan], [Compared("a", Regime.Far, 3), Compared("a", Regime.Near, 1), Compared("c", Regime.Near, 2)]);

        Assert.Equal(["ring, near", "ring, far"], [curves[0].Name, curves[1].Name]);
        Assert.Equal([(1, 1.0), (2, 2.0)], [(curves[0].Points[0].X, curves[0].Points[0].Y.Median), (curves[0].Points[1].X, curves[0].Points[1].Y.Median)]);
        Assert.Equal(3, Assert.Single(curves[1].Points).Y.Median);
    }

    [Fact]
    public void A_chart_of_which_nothing_was_seen_is_not_drawn() => Assert.Empty(CurvePlan.Drawn(Drawn([])));

    [Fact]
    public void A_page_says_which_regime_was_not_seen()
    {
        string table = PageTables.Of(Drawn([Compared("a", Regime.Near, 1.5)]));

        Assert.Contains("| ring, near | 1.5 |", table, System.StringComparison.Ordinal);
        Assert.Contains("Far: not seen.", table, System.StringComparison.Ordinal);
    }

    private static Chart Drawn(IReadOnlyList<Comparison> comparisons) =>
        new("name", "title", "x", "y", IsXLogarithmic: false, IsYLogarithmic: false, CurvePlan.Draw([s_plan], comparisons));

    private static Comparison Compared(string subject, Regime regime, double ratio) =>
        new("scenario", subject, "b", regime, new Spread(1, ratio, ratio, ratio), 1, 1, "ns", 0);
}
