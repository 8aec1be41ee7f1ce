using System;
using System.Collections.Generic;
using System.Linq;
using RingCore.Benchmarks.Measuring;
using Spectre.Console;

namespace RingCore.Benchmarks.Bounds;

/// <summary>Prints the bounds with what became of them.</summary>
internal static class BoundsReport
{
    /// <summary>The columns of a row.</summary>
    internal static IReadOnlyList<string> Columns { get; } = ["what", "bound", "measured through", "against", "ratio", "p10..p90", "regime", "verdict"];

    /// <summary>Prints the table and, below it, a line for each verdict with more to say.</summary>
    internal static void Print(IAnsiConsole console, IReadOnlyList<Judgement> judgements)
    {
        Table table = new() { Border = TableBorder.Simple };
        foreach (string column in Columns)
            table.AddColumn(column);
        foreach (Judgement judgement in judgements)
            table.AddRow([.. Cells(judgement).Select(Markup.Escape)]);
        console.Write(table);
        foreach (Judgement judgement in judgements.Where(judgement => judgement.Note.Length > 0 && judgement.Verdict != Verdict.NotSeen))
            console.WriteLine($"{judgement.Bound.Name}: {Word(judgement.Verdict)}: {judgement.Note}");
        console.WriteLine(BoundTable.Events);
    }

    /// <summary>A row's cells.</summary>
    internal static IReadOnlyList<string> Cells(Judgement judgement)
    {
        Bound bound = judgement.Bound;
        string regime = bound.Regime == Regime.Single ? "1 thread" : bound.Regime == Regime.Near ? "near" : "far";
        return judgement is { Comparison: Comparison c, Stated: Spread s }
            ? [bound.What, $"{bound.Limit}", c.Subject, c.Against, Text($"{s.Median:0.00}"), Text($"{s.P10:0.00}..{s.P90:0.00}"), regime, Word(judgement.Verdict)]
            : [bound.What, $"{bound.Limit}", First(bound.Subjects), First(bound.Against), "", "", regime, Word(judgement.Verdict)];
    }

    /// <summary>A verdict in words.</summary>
    internal static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Holds => "holds",
        Verdict.Missed => "MISSED, new",
        Verdict.KnownMiss => "MISSED, known",
        Verdict.WorseThanKnown => "MISSED, worse than known",
        Verdict.NotSeen => "not seen",
        _ => "not run",
    };

    private static string First(IReadOnlyList<string> names) => names.Count == 1 ? names[0] : $"best of {names.Count}";

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
