using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Platform;

namespace RingCore.Benchmarks.Reporting;

/// <summary>
/// A chart as a table with a row for each curve, and the places of the documents that show it: between a line <c>&lt;!-- chart NAME --&gt;</c>
/// and the next <c>&lt;!-- end --&gt;</c> stands what the program wrote, with the command that did.
/// </summary>
internal static class PageTables
{
    private const string End = "<!-- end -->";

    /// <summary>The table. There are fewer places on the axis than a line has room for.</summary>
    internal static string Of(Chart chart)
    {
        List<double> xs = [.. chart.Curves.SelectMany(curve => curve.Points).Select(point => point.X).Distinct().Order()];
        MarkdownTable table = new([chart.XAxis, .. xs.Select(static x => x.ToString("0.####", CultureInfo.InvariantCulture))]);
        foreach (Curve curve in chart.Curves)
            table.Add([curve.Name, .. xs.Select(x => Cell(curve, x))]);
        string notSeen = Seen(Regime.Near) == Seen(Regime.Far) ? "" : $"\n{(Seen(Regime.Near) ? "Far" : "Near")}: not seen.\n";
        return $"{chart.YAxis}, median (p10..p90):\n\n{table}{notSeen}";

        bool Seen(Regime regime) => chart.Curves.Any(curve => curve.Name.EndsWith(CurvePlan.Suffix(regime), StringComparison.Ordinal));
    }

    /// <summary>Writes charts into the documents that show them.</summary>
    /// <param name="charts">What was measured.</param>
    /// <param name="command">The command that did, behind <c>--project perf/Benchmarks --</c>.</param>
    internal static void Write(IReadOnlyList<Chart> charts, string command)
    {
        foreach (string page in Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "docs"), "*.md"))
        {
            string text = File.ReadAllText(page);
            string written = text;
            foreach (Chart chart in charts)
            {
                string start = $"<!-- chart {chart.Name} -->\n";
                int from = written.IndexOf(start, StringComparison.Ordinal);
                int to = from < 0 ? -1 : written.IndexOf(End, from, StringComparison.Ordinal);
                if (to < 0)
                    continue;
                written = $"{written[..(from + start.Length)]}`{command}`, {Machine.Name}. {Capital(Of(chart))}{written[to..]}";
            }

            if (written != text)
                File.WriteAllText(page, written);
        }
    }

    private static string Cell(Curve curve, double x)
    {
        foreach (CurvePoint point in curve.Points)
        {
            if (point.X == x)
                return point.Y.P10 == point.Y.P90 ? Text($"{point.Y.Median:G3}") : Text($"{point.Y.Median:G3} ({point.Y.P10:G3}..{point.Y.P90:G3})");
        }

        return "";
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
