using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;

namespace RingCore.TraceReport.Reporting;

/// <summary>The report as one HTML file that refers to nothing outside: pictures are inline SVG, and there is no script.</summary>
internal static class HtmlPage
{
    private const int LongestEpisodes = 20;

    private const string Style =
        "body{font:14px/1.5 sans-serif;max-width:1040px;margin:2em auto;padding:0 1em;color:#1a202c;background:#fff}" +
        "h1{font-size:1.5em}h2{font-size:1.2em;margin-top:2em;border-top:1px solid #cbd5e0;padding-top:1em}" +
        "table{border-collapse:collapse;margin:1em 0}th,td{text-align:left;vertical-align:top;padding:.15em 1.2em .15em 0}" +
        "th{font-weight:600;white-space:nowrap}td.n{text-align:right}.answer{font-size:1.2em}.fault{color:#c53030}" +
        "svg{max-width:100%;height:auto}.pair{display:flex;flex-wrap:wrap;gap:1em}summary{cursor:pointer}";

    internal static string Of(TraceSummary trace)
    {
        bool manyProcesses = trace.Rings.Select(ring => ring.Process).Distinct().Count() > 1;
        StringBuilder page = new();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>").Append(Text(trace.Trace)).Append(": RingCore</title>\n<link rel=\"icon\" href=\"data:,\"><style>")
            .Append(Style).Append("</style></head><body>\n<h1>").Append(Text(trace.Trace)).Append("</h1>\n");
        if (trace.Fault is not null)
            page.Append("<p class=\"fault\">").Append(Text(trace.Fault)).Append("</p>\n");
        page.Append("<p class=\"answer\">").Append(Text(Words.Overlap(trace))).Append("</p>\n");
        AddFacts(page, Facts.Of(trace));
        AddPicture(page, "timeline", Pictures.Timeline(trace, manyProcesses));
        foreach (RingSummary ring in trace.Rings)
            AddRing(page, trace, ring, manyProcesses);
        foreach (TrackerSummary tracker in trace.Trackers)
            AddTracker(page, tracker, manyProcesses);
        return page.Append("</body></html>\n").ToString();
    }

    private static void AddRing(StringBuilder page, TraceSummary trace, RingSummary ring, bool manyProcesses)
    {
        AddHeading(page, ring.Name(manyProcesses));
        AddFacts(page, Facts.Of(ring));
        if (ring.IsIdle)
            return;
        if (ring.MaxUsed is not null)
            AddPicture(page, "fill", Pictures.Fill(trace, ring));
        AddPicture(page, "throughput", Pictures.Throughput(trace, ring));
        AddBars(page,
            ("Entries per harvest", "entries (from)", ring.HarvestBatches),
            ("Entries per reset", "entries (from)", ring.ResetBatches),
            ("Entries that a harvest left behind", "entries (from)", ring.Backlogs));
        if (ring.Episodes.Count == 0)
            return;
        page.Append("<details><summary>the longest soft-full episodes</summary><table><tr><th>episode</th><th>at</th><th>for</th><th>thread</th><th>used</th></tr>\n");
        foreach (EpisodeSummary episode in ring.Episodes.OrderByDescending(episode => episode.Milliseconds).Take(LongestEpisodes))
        {
            string length = Words.Ms(episode.Milliseconds) + (episode.IsOpen ? ", to the trace's end" : "");
            string used = episode.Used is { } entries ? Words.Number(entries) : "";
            page.Append(FormattableString.Invariant(
                $"<tr><td class=\"n\">{episode.Episode}</td><td class=\"n\">{Words.Ms(episode.StartMs)}</td><td class=\"n\">{length}</td><td class=\"n\">{episode.Thread}</td><td class=\"n\">{used}</td></tr>\n"));
        }

        page.Append("</table></details>\n");
    }

    private static void AddTracker(StringBuilder page, TrackerSummary tracker, bool manyProcesses)
    {
        AddHeading(page, tracker.Name(manyProcesses));
        AddFacts(page, Facts.Of(tracker));
        AddBars(page,
            ("Pages of a round", "pages (from)", tracker.Pages),
            ("Time to collect a round", "µs (from)", tracker.CollectMicroseconds),
            ("Time from collecting to the commit", "µs (from)", tracker.CommitMicroseconds));
    }

    private static void AddBars(StringBuilder page, params ReadOnlySpan<(string Title, string XAxis, HistogramSummary Histogram)> histograms)
    {
        page.Append("<div class=\"pair\">\n");
        foreach ((string title, string xAxis, HistogramSummary histogram) in histograms)
        {
            if (histogram.Count > 0)
                AddPicture(page, "histogram", Pictures.Bars(title, xAxis, histogram));
        }

        page.Append("</div>\n");
    }

    private static void AddHeading(StringBuilder page, string heading) => page.Append("<h2>").Append(Text(heading)).Append("</h2>\n");

    private static void AddFacts(StringBuilder page, IEnumerable<(string Name, string Value)> facts)
    {
        page.Append("<table>\n");
        foreach ((string name, string value) in facts)
            page.Append("<tr><th>").Append(Text(name)).Append("</th><td>").Append(Text(value)).Append("</td></tr>\n");
        page.Append("</table>\n");
    }

    /// <summary>Each picture counts its clipping paths from 1; in one page their ids must differ, so each gets the picture's place in front.</summary>
    private static void AddPicture(StringBuilder page, string kind, string svg)
    {
        string clip = FormattableString.Invariant($"clip{page.Length}-");
        page.Append("<div class=\"").Append(kind).Append("\">")
            .Append(svg.Replace("id=\"clipPath", $"id=\"{clip}", StringComparison.Ordinal).Replace("url(#clipPath", $"url(#{clip}", StringComparison.Ordinal))
            .Append("</div>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
