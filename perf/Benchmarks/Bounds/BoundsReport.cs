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
    internal static IReadOnlyList<string> Columns { get; } = ["what", "bound", "measured through", "against", "ratio", "p10..p90", "rounds", "regime", "verdict"];

    /// <summary>Prints the table and, below it, a line for each verdict with more to say.</summary>
    internal static void Print(IAnsiConsole console, IReadOnlyList<Judgement> judgements)
    {
        Table table = new() { Border = TableBorder.Simple };
        foreach (string column in Columns)
            table.AddColumn(column);
        foreach (Judgement judgement in judgements)
            table.AddRow([.. Cells(judgement).Select(Markup.Escape)]);
        console.Write(table);
        foreach (string note in Notes(judgements))
            console.WriteLine(note);
    }

    /// <summary>A sentence for each verdict that needs one; bounds with the same share theirs.</summary>
    internal static IReadOnlyList<string> Notes(IReadOnlyList<Judgement> judgements) =>
    [
        .. judgements
            .Where(judgement => judgement.Note.Length > 0 || judgement.Fails)
            .GroupBy(judgement => (judgement.Verdict, judgement.Note))
            .Select(same => $"{string.Join(", ", same.Select(judgement => judgement.Bound.Name))}: {Word(same.Key.Verdict)}"
                + (same.Key.Note.Length > 0 ? ": " + same.Key.Note : "")),
    ];

    /// <summary>A row's cells.</summary>
    internal static IReadOnlyList<string> Cells(Judgement judgement)
    {
        Bound bound = judgement.Bound;
        string regime = Word(bound.Regime);
        return judgement is { Comparison: Comparison c, Stated: Spread s }
            ? [bound.What, $"{bound.Limit}", c.Subject, c.Against, Text($"{s.Median:0.00}"), Text($"{s.P10:0.00}..{s.P90:0.00}"), Text($"{s.Count}"), regime, Word(judgement.Verdict)]
            : [bound.What, $"{bound.Limit}", First(bound.Subjects), First(bound.Against), "", "", "", regime, Word(judgement.Verdict)];
    }

    /// <summary>A regime in words.</summary>
    internal static string Word(Regime regime) => regime switch
    {
        Regime.Near => "near",
        Regime.Far => "far",
        _ => "1 thread",
    };

    /// <summary>A verdict in words.</summary>
    internal static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Holds => "holds",
        Verdict.Missed => "MISSED, new",
        Verdict.KnownMiss => "MISSED, known",
        Verdict.WorseThanKnown => "MISSED, worse than known",
        Verdict.NotSeen => "not seen",
        Verdict.TooFewRounds => "too few rounds",
        _ => "not run",
    };

    private static string First(IReadOnlyList<string> names) => names.Count == 1 ? names[0] : $"best of {names.Count}";

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
