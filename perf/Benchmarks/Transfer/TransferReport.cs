using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RingCore.Benchmarks.Measuring;
using Spectre.Console;

namespace RingCore.Benchmarks.Transfer;

/// <summary>Prints a harness's runs: one table for each distance that was seen, ratios first.</summary>
internal sealed class TransferReport(IAnsiConsole console, IReadOnlyList<ITransfer> field, int baseline)
{
    /// <summary>Fewer rounds than this are printed and called few.</summary>
    internal const int FewRounds = 10;

    /// <summary>Prints both distances.</summary>
    internal void Print(TransferHarness harness)
    {
        foreach (Distance distance in (Distance[])[Distance.Near, Distance.Far])
        {
            List<Run> runs = harness.Runs.Where(run => run.Distance == distance).ToList();
            if (runs.Any(run => run.Competitor == baseline))
                Print(distance, runs);
            else
                console.WriteLine($"{distance}: not seen");
        }

        int counted = harness.Runs.Count;
        console.WriteLine(
            $"{counted} turns counted, every sum right. Thrown away: {harness.Descheduled} in which a thread was descheduled, "
            + $"{harness.Moved} during which the processors' distance changed.");
    }

    private void Print(Distance distance, List<Run> runs)
    {
        double oneWay = Spread.Of(runs.Select(run => run.OneWayNanoseconds).ToList()).Median;
        Dictionary<int, double> baselineByRound = runs.Where(run => run.Competitor == baseline).ToDictionary(run => run.Round, run => run.ItemsPerSecond);
        console.WriteLine();
        console.WriteLine(Text($"{distance}: one way {oneWay:F0} ns. Ratio to {field[baseline].Name} in the same round:"));
        Table table = new Table { Border = TableBorder.Simple }
            .AddColumn("push > harvest")
            .AddColumn(new TableColumn("ratio").RightAligned())
            .AddColumn(new TableColumn("p10").RightAligned())
            .AddColumn(new TableColumn("p90").RightAligned())
            .AddColumn(new TableColumn("M items/s").RightAligned())
            .AddColumn(new TableColumn("rounds").RightAligned());
        for (int i = 0; i < field.Count; i++)
        {
            List<Run> paired = runs.Where(run => run.Competitor == i && baselineByRound.ContainsKey(run.Round)).ToList();
            if (paired.Count == 0)
            {
                table.AddRow(field[i].Name, "not seen", "", "", "", "0");
                continue;
            }

            Spread rate = Spread.Of(paired.Select(run => run.ItemsPerSecond).ToList());
            // The baseline's own ratio would be 1 in each round: its row shows its spread about its median instead.
            Spread ratio = Spread.Of(paired
                .Select(run => run.ItemsPerSecond / (i == baseline ? rate.Median : baselineByRound[run.Round]))
                .ToList());
            table.AddRow(
                field[i].Name, Text($"{ratio.Median:F2}"), Text($"{ratio.P10:F2}"), Text($"{ratio.P90:F2}"), Text($"{rate.Median / 1e6:F0}"),
                Text($"{ratio.Count}") + (ratio.Count < FewRounds ? " (few)" : ""));
        }

        console.Write(table);
    }

    private static string Text(System.FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
