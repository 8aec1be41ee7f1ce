using System;
using System.IO;
using System.Linq;
using RingCore.Benchmarks.Bounds;
using RingCore.Benchmarks.Platform;
using Xunit;

namespace RingCore.Tests;

public class KnownMissesTests
{
    private const string Row = "| push-c | CPU X | 1.25 | 1.2 | 1.31 | a store too many |";

    [Fact]
    public void The_committed_list_names_bounds_that_exist()
    {
        foreach (KnownMiss miss in KnownMisses.Parse(File.ReadAllText(SourceTree.KnownMisses)))
            Assert.Contains(miss.Bound, BoundTable.All.Select(bound => bound.Name));
    }

    [Fact]
    public void A_row_is_read_cell_by_cell() =>
        Assert.Equal(new KnownMiss("push-c", "CPU X", 1.25, 1.2, 1.31, "a store too many"), Assert.Single(Parse(Row)));

    [Fact]
    public void A_table_without_rows_is_an_empty_list() => Assert.Empty(Parse());

    [Fact]
    public void Text_after_the_table_is_no_row() => Assert.Single(Parse(Row, "", "| not | a | row |"));

    [Theory]
    [InlineData("| push-c | CPU X | 1.25 | 1.2 | 1.31 |")]
    [InlineData("| push-c | CPU X | 1.25 | 1.2 | 1.31 | |")]
    [InlineData("| push-c | CPU X | 1,25 | 1.2 | 1.31 | cause |")]
    [InlineData("| push-c | CPU X | 0 | 0 | 0 | cause |")]
    [InlineData("| push-c | CPU X | 1.5 | 1.2 | 1.31 | cause |")]
    public void A_row_that_is_not_of_the_form_is_named(string row) =>
        Assert.Contains(row, Assert.Throws<FormatException>(() => Parse(row)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_bound_is_listed_once_per_processor()
    {
        Assert.Throws<FormatException>(() => Parse(Row, Row));
        Assert.Equal(2, Parse(Row, Row.Replace("CPU X", "CPU Y", StringComparison.Ordinal)).Count);
    }

    [Fact]
    public void Without_the_table_the_list_is_refused() => Assert.Throws<FormatException>(() => KnownMisses.Parse("# Bounds that are missed\n"));

    private static System.Collections.Generic.IReadOnlyList<KnownMiss> Parse(params string[] rows) =>
        KnownMisses.Parse($"# Title\n\n{KnownMisses.Header}\n|---|---|---|---|---|---|\n{string.Join('\n', rows)}\n");
}
