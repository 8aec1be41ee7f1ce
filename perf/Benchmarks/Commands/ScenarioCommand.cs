using System;
using System.CommandLine;
using System.Linq;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Platform;
using RingCore.Benchmarks.Reporting;

namespace RingCore.Benchmarks.Commands;

/// <summary><c>scenario</c>: one question, or several; prints their tables, and may write them into the documents.</summary>
internal static class ScenarioCommand
{
    private const int MaxSeconds = 3600;

    internal static Command Create()
    {
        Argument<string[]> names = new("names") { Description = "Which; none lists them.", Arity = ArgumentArity.ZeroOrMore };
        Option<int[]> cpus = CpusOption.Create();
        Option<int> seconds = new("--seconds") { Description = $"Measuring time of each, 1 to {MaxSeconds}.", DefaultValueFactory = _ => 5 };
        seconds.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MaxSeconds)
                result.AddError($"--seconds is 1 to {MaxSeconds}, not {result.GetValueOrDefault<int>()}.");
        });
        Option<bool> comparisons = new("--comparisons") { Description = "Print the comparisons behind the curves too." };
        Option<bool> pages = new("--pages") { Description = "Write the tables into the documents that show them." };
        Command command = new("scenario", "Measures single scenarios and prints their tables.") { names, cpus, seconds, comparisons, pages };
        command.SetAction(arguments =>
        {
            int[] processors = arguments.GetValue(cpus)!;
            MeasuringOptions options = new(processors[0], processors[1], TimeSpan.FromSeconds(arguments.GetValue(seconds)));
            return Run(arguments.GetValue(names)!, options, arguments.GetValue(comparisons), arguments.GetValue(pages));
        });
        return command;
    }

    private static int Run(string[] names, MeasuringOptions options, bool comparisons, bool pages)
    {
        string? unknown = names.FirstOrDefault(static name => Scenarios.All.All(scenario => scenario.Requirement.Name != name));
        if (names.Length == 0 || unknown is not null)
        {
            foreach (IScenario known in Scenarios.All)
                Console.WriteLine($"{known.Requirement.Name} (needs {known.Requirement.Cores} cores): {known.Description}");
            return unknown is null ? 0 : 1;
        }

        try
        {
            Console.WriteLine(Machine.Name);
            foreach (string name in names)
            {
                IScenario scenario = Scenarios.All.First(scenario => scenario.Requirement.Name == name);
                Console.WriteLine($"\n{scenario.Description}");
                Measured measured = Suite.Run([scenario], options, Console.WriteLine);
                Print(measured, comparisons);
                if (pages)
                    PageTables.Write(measured.Charts, $"scenario {name} --seconds {options.Duration.TotalSeconds}");
            }

            return 0;
        }
        catch (InvalidOperationException failure)
        {
            Console.WriteLine(failure.Message);
            return 1;
        }
    }

    private static void Print(Measured measured, bool comparisons)
    {
        foreach (Absence absence in measured.Absences)
            Console.WriteLine($"{absence.Party}: {absence.Reason}");
        foreach (Chart chart in measured.Charts)
            Console.WriteLine($"\n{chart.Title}; {PageTables.Of(chart)}");
        if (!comparisons && measured.Charts.Count > 0)
            return;
        MarkdownTable table = new("subject", "against", "times as fast", "p10..p90", "subject's", "the other's", "unit", "regime", "rounds");
        foreach (Comparison row in measured.Comparisons)
        {
            table.Add(
                row.Subject, row.Against, Text($"{row.Ratio.Median:0.00}"), Text($"{row.Ratio.P10:0.00}..{row.Ratio.P90:0.00}"),
                Text($"{row.SubjectFigure:0.##}"), Text($"{row.AgainstFigure:0.##}"), row.Unit, row.Regime.ToString(), Text($"{row.Ratio.Count}"));
        }

        Console.WriteLine($"\n{table}");
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
