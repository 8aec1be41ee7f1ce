using System;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using RingCore.TraceReport.Reporting;
using Xunit;

namespace RingCore.TraceReport.Tests;

/// <summary>The page and the JSON file.</summary>
[Collection(RecordedSessionCollection.Name)]
[Trait("Category", "Trace")]
public sealed partial class PageTests(RecordedSession session)
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void The_page_refers_to_nothing_outside()
    {
        string page = HtmlPage.Of(session.Summary);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", page.Replace("url(#", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        // A namespace is a name and not an address.
        Assert.All(Address().Matches(page), address => Assert.StartsWith("http://www.w3.org/", address.Value, StringComparison.Ordinal));
        Assert.All(Reference().Matches(page), reference => Assert.Equal("data:,", reference.Groups[1].Value));
    }

    [Fact]
    public void Each_picture_is_well_formed_and_has_data_in_it()
    {
        XElement[] pictures = [.. Picture().Matches(HtmlPage.Of(session.Summary)).Select(match => XElement.Parse(match.Value))];
        // The timeline; fill and throughput of three rings; throughput of the typed ones; three histograms of the first, two of the older ring; three of the tracker.
        Assert.Equal(1 + (2 * 3) + 2 + 3 + 2 + 3, pictures.Length);
        Assert.All(pictures, picture =>
        {
            Assert.Equal(s_svg + "svg", picture.Name);
            Assert.NotEmpty(picture.Descendants(s_svg + "text"));
            Assert.DoesNotContain("exception", picture.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("NaN", picture.ToString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void No_two_elements_have_the_same_id()
    {
        string[] ids = [.. Id().Matches(HtmlPage.Of(session.Summary)).Select(match => match.Value)];
        Assert.NotEmpty(ids);
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void Names_in_a_trace_cannot_write_into_the_page()
    {
        string page = HtmlPage.Of(session.Summary with { Trace = "<img src=x onerror=alert(1)>", Fault = "</style><b>" });
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_JSON_file_is_the_summary()
    {
        using TemporaryFolder folder = new();
        SummaryJson.Write(session.Summary, folder.File("report.json"));
        TraceSummary read = SummaryJson.Read(folder.File("report.json"))!;
        Assert.Equal(session.Summary.Rings.Select(ring => ring.Harvested.Count), read.Rings.Select(ring => ring.Harvested.Count));
        Assert.Equal(session.Summary.SoftFull.Time, read.SoftFull.Time);
        Assert.Equal(session.Summary.RingEvents, read.RingEvents);
    }

    [GeneratedRegex("https?://[^\"'< ]*")]
    private static partial Regex Address();

    [GeneratedRegex("(?:href|src)=\"([^\"]*)\"")]
    private static partial Regex Reference();

    [GeneratedRegex(" id=\"[^\"]*\"")]
    private static partial Regex Id();

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Picture();
}
