using System;
using System.Collections.Generic;
using System.IO;
using RingCore.Tests;
using RingCore.TraceReport.Reporting;
using Xunit;

namespace RingCore.TraceReport.Tests;

/// <summary>The page in a browser that has no network.</summary>
[Collection(RecordedSessionCollection.Name)]
[Trait("Category", "Trace")]
public sealed class BrowserTests(RecordedSession session)
{
    // A lane's stretch of some pixels, and the bars of at least one histogram.
    private const int FewPixels = 20;
    private const int ManyPixels = 5_000;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(4);

    [NeedsToolFact("chromium")]
    public void Chromium_shows_the_timeline_and_the_histograms_without_an_error()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("report.html"), HtmlPage.Of(session.Summary));
        (int exitCode, _, string errors) = ToolRun.Run(
            s_limit, "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--enable-logging=stderr", "--hide-scrollbars",
            $"--user-data-dir={folder.File("profile")}", $"--screenshot={folder.File("page.png")}", "--window-size=1100,6000", new Uri(folder.File("report.html")).AbsoluteUri);
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("CONSOLE", errors, StringComparison.Ordinal);

        Dictionary<(byte Red, byte Green, byte Blue), int> colours = Screenshot.Colours(folder.File("page.png"));
        Assert.InRange(colours.GetValueOrDefault(((byte)0xc5, (byte)0x30, (byte)0x30)), FewPixels, int.MaxValue);
        Assert.InRange(colours.GetValueOrDefault(((byte)0xb7, (byte)0x79, (byte)0x1f)), FewPixels, int.MaxValue);
        Assert.InRange(colours.GetValueOrDefault(((byte)0x2b, (byte)0x6c, (byte)0xb0)), ManyPixels, int.MaxValue);
    }
}
