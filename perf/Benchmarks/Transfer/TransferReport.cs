using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.TwoThreads;
using Spectre.Console;

namespace RingCore.Benchmarks.Transfer;

/// <summary>Prints a harness's runs: one table for each distance that was seen, ratios first.</summary>
internal sealed class TransferReport(IAnsiConsole console, IReadOnlyList<ITransfer> field, int baseline)
{
    /// <summary>Fewer rounds than this are printed and called few.</summary>
    internal const int FewRounds = 10;

    /// <summary>Prints both distances.</summary>
    internal void Print(TwoThreadHarness harness)
    {
        foreach (Regime regime in (Regime[])[Regime.Near, Regime.Far])
        {
            List<TwoThreadTurn> turns = harness.Turns.Where(turn => turn.Regime == regime).ToList();
            if (turns.Any(turn => turn.Party == baseline))
                Print(regime, turns);
            else
                console.WriteLine($"{regime}: not seen");
        }

        int counted = harness.Turns.Count;
        console.WriteLine(
            $"{counted} turns counted, every sum right. Thrown away: {harness.Descheduled} in which a thread was descheduled, "
            + $"{harness.Moved} during which the processors' distance changed.");
        foreach (BroadcastTransfer broadcast in field.OfType<BroadcastTransfer>())
            console.WriteLine($"{broadcast.Name}: {broadcast.Lost} of {broadcast.Sent} items lost, in all turns.");
    }

    private void Print(Regime regime, List<TwoThreadTurn> turns)
    {
        double oneWay = Spread.Of(turns.Select(turn => turn.OneWayNanoseconds).ToList()).Median;
        Dictionary<int, double> baselineByRound = turns.Where(turn => turn.Party == baseline).ToDictionary(turn => turn.Round, turn => turn.Nanoseconds);
        console.WriteLine();
        console.WriteLine(Text($"{regime}: one way {oneWay:F0} ns. Ratio to {field[baseline].Name} in the same round:"));
        Table table = new Table { Border = TableBorder.Simple }
            .AddColumn("push > harvest")
            .AddColumn(new TableColumn("ratio").RightAligned())
            .AddColumn(new TableColumn("p10").RightAligned())
            .AddColumn(new TableColumn("p90").RightAligned())
            .AddColumn(new TableColumn("M items/s").RightAligned())
            .AddColumn(new TableColumn("rounds").RightAligned());
        for (int i = 0; i < field.Count; i++)
        {
            List<TwoThreadTurn> paired = turns.Where(turn => turn.Party == i && baselineByRound.ContainsKey(turn.Round)).ToList();
            if (paired.Count == 0)
            {
                table.AddRow(field[i].Name, "not seen", "", "", "", "0");
                continue;
            }

            Spread time = Spread.Of(paired.Select(turn => turn.Nanoseconds).ToList());
            // The baseline's own ratio would be 1 in each round: its row shows its spread about its median instead.
            Spread ratio = Spread.Of(paired
                .Select(turn => (i == baseline ? time.Median : baselineByRound[turn.Round]) / turn.Nanoseconds)
                .ToList());
            table.AddRow(
                field[i].Name, Text($"{ratio.Median:F2}"), Text($"{ratio.P10:F2}"), Text($"{ratio.P90:F2}"), Text($"{1e3 / time.Median:F0}"),
                Text($"{ratio.Count}") + (ratio.Count < FewRounds ? " (few)" : ""));
        }

        console.Write(table);
    }

    private static string Text(System.FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
