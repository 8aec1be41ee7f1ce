using System;
using System.Collections.Generic;
using LiveCheckpoint.Workloads;
using RingCore.Benchmarks.Checkpoints;
using RingCore.Benchmarks.Measuring;
using Xunit;

namespace RingCore.Tests;

public class SliceRoundsTests
{
    [Fact]
    public void A_ratio_is_the_other_sides_time_over_ours_in_the_same_round()
    {
        SliceRounds rounds = new([new NamedSide("ours"), new NamedSide("half"), new NamedSide("twice")]);
        rounds.Add(transactions: 3000, [1.0, 2.0, 0.5], TimeSpan.Zero);
        rounds.Add(transactions: 3000, [2.0, 4.0, 1.0], TimeSpan.Zero);
        rounds.Add(transactions: 3000, [3.0, 6.0, 1.5], TimeSpan.Zero);
        IReadOnlyList<Comparison> found = rounds.Compare("scenario");
        Assert.Equal(2, found.Count);
        Assert.Equal(("ours", "half", new Spread(3, 2, 2, 2)), (found[0].Subject, found[0].Against, found[0].Ratio));
        Assert.Equal(("ours", "twice", new Spread(3, 0.5, 0.5, 0.5)), (found[1].Subject, found[1].Against, found[1].Ratio));
        Assert.Equal((1.5, 0.75), (found[0].SubjectFigure, found[0].AgainstFigure));
    }

    [Fact]
    public void A_round_beside_other_programs_does_not_count_and_is_counted()
    {
        SliceRounds rounds = new([new NamedSide("ours"), new NamedSide("other")]);
        rounds.Add(transactions: 1, [1.0, 9.0], TimeSpan.FromSeconds(5));
        Assert.Equal((0, 1), (rounds.Count, rounds.Discarded));
        Assert.Empty(rounds.Compare("scenario"));
        rounds.Add(transactions: 1, [1.0, 1.0], TimeSpan.FromSeconds(0.1));
        Comparison found = Assert.Single(rounds.Compare("scenario"));
        Assert.Equal((1.0, 1), (found.Ratio.Median, found.Discarded));
    }

    private sealed class NamedSide(string name) : ILoadedDatabase
    {
        public string Name => name;

        public Workload Workload => throw new NotSupportedException();

        public void StartMakingDurable()
        {
        }

        public void MakeDurable()
        {
        }

        public void Dispose()
        {
        }
    }
}
