using System;
using System.Linq;
using RingCore.KvmLab;
using Xunit;

namespace RingCore.Tests;

/// <summary>RingCore's side of the table that the KVM lab holds against the kernel; the rows that are about KVM itself run there alone.</summary>
public class ConformanceTableTests
{
    public static TheoryData<string> RowsWithoutKvm => [.. ConformanceTable.Rows.Where(row => !row.NeedsKvm).Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(RowsWithoutKvm))]
    public void RingCore_behaves_as_the_table_says(string name)
    {
        Row row = ConformanceTable.Rows.Single(row => row.Name == name);
        Assert.Equal(row.ExpectedHere, row.Test(new RingCoreSide(null)));
    }

    [Fact]
    public void Names_are_unique_and_each_difference_is_explained()
    {
        Assert.Equal(ConformanceTable.Rows.Count, ConformanceTable.Rows.Select(row => row.Name).Distinct().Count());
        Assert.All(ConformanceTable.Rows, row => Assert.Equal(row.Here is null, row.Why is null));
        Assert.True(ConformanceTable.Rows.Count > 60, $"The table has {ConformanceTable.Rows.Count} rows.");
    }

    [Fact]
    public void The_lab_s_count_is_that_of_rows_and_checks() =>
        Assert.Contains($"{ConformanceTable.Rows.Count} rows", LabCount.Text(), StringComparison.Ordinal);
}
