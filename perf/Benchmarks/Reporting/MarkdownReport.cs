using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using RingCore.Benchmarks.Bounds;
using RingCore.Benchmarks.Measuring;

namespace RingCore.Benchmarks.Reporting;

/// <summary>The tables of a results folder, made of its raw figures alone.</summary>
/// <param name="results">The figures.</param>
/// <param name="known">The misses that are listed for this processor.</param>
internal sealed class MarkdownReport(Results results, IReadOnlyList<KnownMiss> known)
{
    /// <summary>Everything, with the pictures.</summary>
    internal const string FileName = "report.md";

    /// <summary>The table that the README shows.</summary>
    internal const string ReadmeFileName = "readme-table.md";

    private readonly List<Judgement> _judgements = [.. BoundTable.All.Select(new Judge(results.Measured, known).Of)];

    /// <summary>The text of <see cref="FileName"/>.</summary>
    internal string Everything()
    {
        StringBuilder text = new();
        text.Append(Text($"# {results.Cpu}\n\n"));
        text.Append(Text($"Ratios of one run, both sides interleaved round by round, {results.Seconds:0.#} s a scenario. Versions: [versions.txt](versions.txt).\n"));
        text.Append("\n## Bounds\n\n");
        MarkdownTable bounds = new(BoundsReport.Columns);
        foreach (Judgement judgement in _judgements)
            bounds.Add(BoundsReport.Cells(judgement));
        text.Append(bounds).Append('\n');
        foreach (string note in BoundsReport.Notes(_judgements))
            text.Append("- ").Append(note).Append('\n');
        foreach (IGrouping<string, Comparison> scenario in results.Measured.Comparisons.GroupBy(comparison => comparison.Scenario))
            Append(text, scenario.Key, [.. scenario]);
        foreach (Chart chart in results.Measured.Charts)
            Append(text, chart);
        if (results.Measured.Absences.Count > 0)
            text.Append("\n## Not run\n\n");
        foreach (Absence absence in results.Measured.Absences)
            text.Append(Text($"- {absence.Party}: {absence.Reason}\n"));
        return text.ToString();
    }

    /// <summary>The text of <see cref="ReadmeFileName"/>: the bounds that were measured.</summary>
    internal string ReadmeTable()
    {
        MarkdownTable table = new("what", "RingCore", "against", "ratio (p10..p90)", "bound", "");
        foreach (Judgement judgement in _judgements)
        {
            if (judgement is not { Comparison: Comparison comparison, Stated: Spread stated })
                continue;
            string regime = judgement.Bound.Regime == Regime.Single ? "" : $", {BoundsReport.Word(judgement.Bound.Regime)}";
            table.Add(
                judgement.Bound.What + regime, $"`{comparison.Subject}`", comparison.Against, Text($"{stated.Median:0.00} ({stated.P10:0.00}..{stated.P90:0.00})"),
                $"{judgement.Bound.Limit}", judgement.Verdict == Verdict.Holds ? "" : judgement.Verdict == Verdict.TooFewRounds ? BoundsReport.Word(judgement.Verdict) : "missed");
        }

        return table.ToString();
    }

    private static void Append(StringBuilder text, string scenario, List<Comparison> comparisons)
    {
        text.Append(Text($"\n## {scenario}\n"));
        foreach (IGrouping<Regime, Comparison> regime in comparisons.GroupBy(comparison => comparison.Regime))
        {
            text.Append(Text($"\n![{scenario}, {BoundsReport.Word(regime.Key)}]({Pictures.NameOf(scenario, regime.Key)})\n\n"));
            MarkdownTable table = new("RingCore", "against", "times as fast", "p10..p90", "RingCore's", "the other's", "unit", "regime", "rounds", "thrown away");
            foreach (Comparison c in regime)
            {
                table.Add(
                    c.Subject, c.Against, Text($"{c.Ratio.Median:0.00}"), Text($"{c.Ratio.P10:0.00}..{c.Ratio.P90:0.00}"), Text($"{c.SubjectFigure:0.##}"),
                    Text($"{c.AgainstFigure:0.##}"), c.Unit, BoundsReport.Word(regime.Key), Text($"{c.Ratio.Count}"), Text($"{c.Discarded}"));
            }

            text.Append(table);
        }
    }

    private static void Append(StringBuilder text, Chart chart)
    {
        text.Append(Text($"\n## {chart.Title}\n\n![{chart.Title}]({Pictures.NameOf(chart)})\n\n{chart.YAxis}, median (p10..p90), by {chart.XAxis}:\n\n"));
        MarkdownTable table = new([chart.XAxis, .. chart.Curves.Select(curve => curve.Name)]);
        foreach (double x in chart.Curves.SelectMany(curve => curve.Points).Select(point => point.X).Distinct().Order())
            table.Add([Text($"{x:0.####}"), .. chart.Curves.Select(curve => Cell(curve, x))]);
        text.Append(table);
    }

    private static string Cell(Curve curve, double x)
    {
        foreach (CurvePoint point in curve.Points)
        {
            if (point.X == x)
                return Text($"{point.Y.Median:G4} ({point.Y.P10:G4}..{point.Y.P90:G4})");
        }

        return "";
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
