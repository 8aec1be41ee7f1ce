using System.Collections.Generic;
using System.Linq;
using RingCore.Benchmarks.Bounds;
using RingCore.Benchmarks.Measuring;
using Xunit;

namespace RingCore.Tests;

public class JudgeTests
{
    private static readonly Bound s_fast = new("fast", "moving", "move", ["ours 1", "ours 2"], ["peer 1", "peer 2"], Regime.Near, Limit.AtLeast(2));
    private static readonly Bound s_cheap = new("cheap", "harvest", "harvest", ["ours"], ["C"], Regime.Single, Limit.AtMost(1.1));

    [Fact]
    public void The_best_of_ours_counts_against_the_best_peer()
    {
        Judgement judgement = Judge([], Fast("ours 1", "peer 1", 9), Fast("ours 1", "peer 2", 1.5), Fast("ours 2", "peer 1", 3), Fast("ours 2", "peer 2", 2.5)).Of(s_fast);
        Assert.Equal(Verdict.Holds, judgement.Verdict);
        Assert.Equal(("ours 2", "peer 2"), (judgement.Comparison!.Subject, judgement.Comparison.Against));
    }

    [Theory]
    [InlineData(2.0, nameof(Verdict.Holds))]
    [InlineData(1.99, nameof(Verdict.Missed))]
    public void At_least_holds_from_its_factor_on(double ratio, string verdict) =>
        Assert.Equal(verdict, $"{Judge([], Fast("ours 1", "peer 1", ratio)).Of(s_fast).Verdict}");

    [Theory]
    [InlineData(1.0, nameof(Verdict.Holds))]
    [InlineData(0.95, nameof(Verdict.Holds))]
    [InlineData(0.90, nameof(Verdict.Missed))]
    public void At_most_states_our_time_by_the_other_s(double timesAsFast, string verdict)
    {
        Judgement judgement = Judge([], Cheap(timesAsFast, 0.01)).Of(s_cheap);
        Assert.Equal(verdict, $"{judgement.Verdict}");
        Assert.Equal(1 / timesAsFast, judgement.Stated!.Value.Median, precision: 12);
        Assert.True(judgement.Stated.Value.P10 < judgement.Stated.Value.Median && judgement.Stated.Value.Median < judgement.Stated.Value.P90);
    }

    [Theory]
    [InlineData(0.80, 0.01, nameof(Verdict.KnownMiss))]
    [InlineData(0.76, 0.01, nameof(Verdict.WorseThanKnown))]
    [InlineData(0.76, 0.05, nameof(Verdict.KnownMiss))]
    [InlineData(0.85, 0.01, nameof(Verdict.KnownMiss))]
    [InlineData(0.95, 0.01, nameof(Verdict.Holds))]
    public void A_listed_miss_fails_only_where_the_spreads_do_not_touch(double timesAsFast, double spread, string verdict)
    {
        KnownMiss known = new("cheap", "CPU", 1.25, 1.22, 1.28, "a cause");
        Judgement judgement = Judge([known], Cheap(timesAsFast, spread)).Of(s_cheap);
        Assert.Equal(verdict, $"{judgement.Verdict}");
        Assert.Equal(verdict == nameof(Verdict.WorseThanKnown), judgement.Fails);
    }

    [Theory]
    [InlineData(1.5, 0.1, nameof(Verdict.KnownMiss))]
    [InlineData(1.2, 0.1, nameof(Verdict.WorseThanKnown))]
    public void A_listed_miss_of_a_speed_likewise(double ratio, double spread, string verdict)
    {
        KnownMiss known = new("fast", "CPU", 1.5, 1.4, 1.6, "a cause");
        Assert.Equal(verdict, $"{Judge([known], Fast("ours 1", "peer 1", ratio, spread)).Of(s_fast).Verdict}");
    }

    [Fact]
    public void Another_regime_than_the_bound_s_is_not_seen() =>
        Assert.Equal(Verdict.NotSeen, Judge([], Fast("ours 1", "peer 1", 9) with { Regime = Regime.Far }).Of(s_fast).Verdict);

    [Theory]
    [InlineData(9, nameof(Verdict.TooFewRounds))]
    [InlineData(10, nameof(Verdict.Missed))]
    public void Two_threads_need_ten_rounds_for_a_verdict(int rounds, string verdict)
    {
        Comparison comparison = Fast("ours 1", "peer 1", 1);
        Assert.Equal(verdict, $"{Judge([], comparison with { Ratio = comparison.Ratio with { Count = rounds } }).Of(s_fast).Verdict}");
    }

    [Theory]
    [InlineData("move", "needs 2 cores")]
    [InlineData("peer 1", "libpeer-dev is not installed")]
    [InlineData("peer", "libpeer-dev is not installed")]
    public void What_did_not_run_says_why(string party, string reason)
    {
        Judgement judgement = new Judge(new Measured([], [], [new Absence(party, reason)]), []).Of(s_fast);
        Assert.Equal(Verdict.NotRun, judgement.Verdict);
        Assert.Equal($"{party}: {reason}", judgement.Note);
        Assert.False(judgement.Fails);
    }

    [Fact]
    public void Names_of_bounds_are_keys() => Assert.Equal(BoundTable.All.Count, BoundTable.All.Select(bound => bound.Name).Distinct().Count());

    private static Judge Judge(IReadOnlyList<KnownMiss> known, params Comparison[] comparisons) => new(new Measured(comparisons, [], []), known);

    private static Comparison Fast(string subject, string against, double ratio, double spread = 0.01) =>
        new("move", subject, against, Regime.Near, new Spread(20, ratio - spread, ratio, ratio + spread), 1, 1, "ns", 0);

    private static Comparison Cheap(double ratio, double spread) =>
        new("harvest", "ours", "C", Regime.Single, new Spread(20, ratio - spread, ratio, ratio + spread), 1, 1, "ns", 0);
}
