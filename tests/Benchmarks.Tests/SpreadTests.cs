using System.Linq;
using RingCore.Benchmarks.Measuring;
using Xunit;

namespace RingCore.Tests;

public class SpreadTests
{
    [Fact]
    public void Of_eleven_figures_in_any_order_the_ranks_are_theirs()
    {
        Spread spread = Spread.Of([.. Enumerable.Range(0, 11).Select(i => (double)((i * 7) % 11))]);
        Assert.Equal(new Spread(11, 1, 5, 9), spread);
    }

    [Fact]
    public void Of_one_figure_all_ranks_are_it() => Assert.Equal(new Spread(1, 2.5, 2.5, 2.5), Spread.Of([2.5]));

    [Fact]
    public void One_wild_figure_among_many_moves_no_rank_far()
    {
        Spread spread = Spread.Of([.. Enumerable.Repeat(1.0, 20), 1e9]);
        Assert.Equal(new Spread(21, 1, 1, 1), spread);
    }
}
