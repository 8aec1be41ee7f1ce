using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Platform;
using RingCore.Benchmarks.Reporting;
using Xunit;

namespace RingCore.Tests;

public sealed class ReportingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ringcore-results-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>With RINGCORE_WRITE_DOCS=1 in the environment it writes them instead.</summary>
    [Fact]
    public void The_tables_of_each_committed_folder_are_those_of_its_raw_figures()
    {
        foreach (string folder in Directory.Exists(SourceTree.Results) ? Directory.EnumerateDirectories(SourceTree.Results) : [])
        {
            Results results = Results.Read(folder);
            Assert.Equal(Path.GetFileName(folder), results.Cpu);
            if (Environment.GetEnvironmentVariable("RINGCORE_WRITE_DOCS") == "1")
            {
                ResultsFolder.WriteTables(folder, results, ResultsFolder.KnownMissesOf(results.Cpu));
                continue;
            }

            MarkdownReport report = new(results, ResultsFolder.KnownMissesOf(results.Cpu));
            Assert.Equal(report.Everything(), File.ReadAllText(Path.Combine(folder, MarkdownReport.FileName)));
            Assert.Equal(report.ReadmeTable(), File.ReadAllText(Path.Combine(folder, MarkdownReport.ReadmeFileName)));
        }
    }

    [Fact]
    public void A_folder_has_the_pictures_that_its_report_shows_and_gives_its_figures_back()
    {
        Results results = Example(ratio: 3);
        ResultsFolder.Write(_folder, results, []);
        string report = File.ReadAllText(Path.Combine(_folder, MarkdownReport.FileName));
        string[] pictures = [.. Directory.EnumerateFiles(_folder, "*.svg").Select(path => Path.GetFileName(path)!)];
        Assert.Equal(["ring-size.svg", "transfer-ratios-near.svg"], pictures.Order());
        Assert.All(pictures, picture => Assert.Contains($"]({picture})", report, StringComparison.Ordinal));

        Results read = Results.Read(_folder);
        Assert.Equal(results.Measured.Comparisons, read.Measured.Comparisons);
        Assert.Equal(results.Measured.Absences, read.Measured.Absences);
        Assert.Equal(results.Measured.Charts[0].Curves[0].Points, read.Measured.Charts[0].Curves[0].Points);
        Assert.Equal(report, new MarkdownReport(read, []).Everything());
    }

    [Fact]
    public void The_readme_s_table_has_the_bounds_that_were_measured()
    {
        string table = new MarkdownReport(Example(ratio: 3), []).ReadmeTable();
        string row = Assert.Single(table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2));
        Assert.Equal("| transfer, item by item, the framework's queue, near | `FlaggedDirtyRing 1 > 1` | ConcurrentQueue | 3.00 (2.90..3.10) | at least 4 × | missed |", row);
    }

    [Fact]
    public void Of_two_folders_the_ratios_are_divided_with_their_spreads()
    {
        RatioChange change = Assert.Single(RatioChange.Between(Example(ratio: 2), Example(ratio: 3)));
        Assert.Equal(1.5, change.Median);
        Assert.Equal((2.9 / 2.1, 3.1 / 1.9), (change.Low, change.High));
        Assert.False(change.IsWithinSpread);
        Assert.True(Assert.Single(RatioChange.Between(Example(ratio: 3), Example(ratio: 3.1))).IsWithinSpread);
    }

    [Fact]
    public void A_folder_without_figures_is_refused_by_its_path() =>
        Assert.Contains(_folder, Assert.Throws<InvalidOperationException>(() => Results.Read(_folder)).Message, StringComparison.Ordinal);

    private static Results Example(double ratio)
    {
        Curve curve = new("FlaggedDirtyRing", [new CurvePoint(256, new Spread(9, 1, 1.1, 1.2)), new CurvePoint(4096, new Spread(9, 1.1, 1.3, 1.4))]);
        Curve shorter = new("IndexedDirtyRing", [new CurvePoint(4096, new Spread(9, 0.9, 1, 1.1))]);
        IReadOnlyList<Comparison> comparisons =
        [
            new("transfer", "FlaggedDirtyRing 1 > 1", "ConcurrentQueue", Regime.Near, new Spread(30, ratio - 0.1, ratio, ratio + 0.1), 75.5, 25.1, "M items/s", 3),
        ];
        return new Results("CPU X", "0123", 20, new Measured(
            comparisons,
            [new Chart("ring-size", "Ring size", "entries of the ring", "time of the neighbour, against none", true, false, [curve, shorter])],
            [new Absence("ck_ring", "libck-dev is not installed")]));
    }
}
