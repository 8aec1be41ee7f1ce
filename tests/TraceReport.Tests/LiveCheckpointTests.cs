using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using RingCore.TraceReport.Reporting;
using Xunit;

namespace RingCore.TraceReport.Tests;

/// <summary>The sample, recorded: the report says what the sample's own closing table says.</summary>
[Trait("Category", "Trace")]
public sealed partial class LiveCheckpointTests
{
    // The table rounds milliseconds to one digit, and each event's microseconds are whole.
    private const double RoundingMs = 0.1;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(4);

    private const int Recordings = 10;

    [Fact]
    public void The_report_equals_the_closing_table()
    {
        // The writer's clock stops a moment after the ring's: a recording in which it loses its core just there is made again.
        (double ThrottleMs, double SoftFullMs) times = (double.MaxValue, 0);
        for (int i = 0; i < Recordings && times.ThrottleMs > times.SoftFullMs + RoundingMs; i++)
            times = Record();
        Assert.InRange(times.ThrottleMs, 0, times.SoftFullMs + RoundingMs);
    }

    private static (double ThrottleMs, double SoftFullMs) Record()
    {
        using TemporaryFolder folder = new();
        // A ring far smaller than a transaction: its writer is throttled again and again.
        (int exitCode, string output, string errors) = ToolRun.Run(
            s_limit, "dotnet", ToolRun.TraceReport, "record", "--out", folder.File("live"), "--",
            "dotnet", ToolRun.LiveCheckpoint, "--seconds", "2", "--source", "barrier", "--entries", "256", "--log", folder.File("a.log"));
        Assert.True(exitCode == 0, output + errors);
        Assert.All((string[])["live.nettrace", "live.html", "live.json"], file => Assert.True(File.Exists(folder.File(file)), file));
        TraceSummary report = SummaryJson.Read(folder.File("live.json"))!;
        Assert.Null(report.Fault);
        Assert.Equal(0, report.Undecoded);
        Assert.Equal(0, report.EventsLost);

        RingSummary ring = Assert.Single(report.Rings, summary => !summary.IsIdle);
        Assert.Equal((256, 16), (ring.Entries, ring.EntryBytes));
        Assert.True(ring.Published.Count > 0);
        Assert.Equal(ring.Published.Count, ring.Harvested.Count);
        Assert.Equal(ring.Published.Count, ring.Reset.Count);

        Match throttles = Throttles().Match(output);
        double throttleMs = double.Parse(throttles.Groups[2].Value, CultureInfo.InvariantCulture);
        Assert.True(Number(throttles.Groups[1]) > 0, output);
        Assert.Equal(Number(throttles.Groups[1]), report.SoftFull.Time.Count);
        // A throttled writer waits while the ring is soft full, and in that wait the ring's own.
        Assert.InRange(throttleMs, ring.Waits.Sum(wait => wait.TotalMs) - RoundingMs, double.MaxValue);

        TrackerSummary tracker = Assert.Single(report.Trackers);
        Assert.Equal(Number(Epochs().Match(output).Groups[1]), tracker.Rounds);
        Assert.Equal(tracker.Rounds, tracker.Committed);
        Assert.Equal(Number(MostDirty().Match(output).Groups[1]), tracker.Pages.Max);
        return (throttleMs, report.SoftFull.Time.TotalMs);
    }

    private static long Number(Group group) => long.Parse(group.Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"throttles ([\d,]+), ([\d.]+) ms")]
    private static partial Regex Throttles();

    [GeneratedRegex(@"\| epochs +\| ([\d,]+),")]
    private static partial Regex Epochs();

    [GeneratedRegex(@"dirty pages per epoch.*, max ([\d,]+), of")]
    private static partial Regex MostDirty();
}
