using System;
using System.CommandLine;
using RingCore.Benchmarks.Reporting;
using Spectre.Console;

namespace RingCore.Benchmarks.Commands;

/// <summary><c>compare A B</c>: how the ratios of one results folder stand to those of another.</summary>
internal static class CompareCommand
{
    internal static Command Create()
    {
        Argument<string> first = new("A") { Description = "A results folder." };
        Argument<string> second = new("B") { Description = "Another." };
        Command command = new("compare", "The ratios of results folder B over those of A, where both have the row.") { first, second };
        command.SetAction(arguments => Run(arguments.GetValue(first)!, arguments.GetValue(second)!));
        return command;
    }

    private static int Run(string first, string second)
    {
        IAnsiConsole console = Output.Console;
        try
        {
            Results a = Results.Read(first);
            Results b = Results.Read(second);
            console.WriteLine($"A: {a.Cpu}, commit {a.Commit}");
            console.WriteLine($"B: {b.Cpu}, commit {b.Commit}");
            Table table = new() { Border = TableBorder.Simple };
            table.AddColumns("scenario", "RingCore", "against", "regime", "A", "B", "B / A", "spread", "");
            int rows = 0;
            foreach (RatioChange change in RatioChange.Between(a, b))
            {
                rows++;
                table.AddRow(
                    change.Of.Scenario, change.Of.Subject, change.Of.Against, $"{change.Of.Regime}", Text($"{change.A:0.00}"), Text($"{change.B:0.00}"),
                    Text($"{change.Median:0.00}"), Text($"{change.Low:0.00}..{change.High:0.00}"), change.IsWithinSpread ? "" : change.Median > 1 ? "faster" : "slower");
            }

            console.Write(table);
            console.WriteLine($"{rows} rows are in both; {a.Measured.Comparisons.Count - rows} in A alone, {b.Measured.Comparisons.Count - rows} in B alone.");
            return 0;
        }
        catch (InvalidOperationException failure)
        {
            console.WriteLine(failure.Message);
            return 1;
        }
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
