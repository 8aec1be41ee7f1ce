using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RingCore.Benchmarks.Bounds;

/// <summary>Reads the table of <c>perf/known-misses.md</c>.</summary>
internal static class KnownMisses
{
    /// <summary>The table's first line.</summary>
    internal const string Header = "| bound | CPU | ratio | p10 | p90 | cause |";

    private const int Columns = 6;

    /// <summary>All rows of the table.</summary>
    /// <param name="markdown">The whole file.</param>
    /// <exception cref="FormatException">There is no table, or a row is not of its form; the message names the row.</exception>
    internal static IReadOnlyList<KnownMiss> Parse(string markdown)
    {
        List<string> lines = markdown.Split('\n').Select(line => line.Trim()).SkipWhile(line => line != Header).ToList();
        if (lines.Count < 2 || !lines[1].StartsWith("|---", StringComparison.Ordinal))
            throw new FormatException($"There is no table that begins with '{Header}'.");
        List<KnownMiss> misses = lines.Skip(2).TakeWhile(line => line.StartsWith('|')).Select(ParseRow).ToList();
        foreach (IGrouping<(string, string), KnownMiss> same in misses.GroupBy(miss => (miss.Bound, miss.Cpu)))
        {
            if (same.Count() > 1)
                throw new FormatException($"{same.Key.Item1} is listed {same.Count()} times for {same.Key.Item2}.");
        }

        return misses;
    }

    private static KnownMiss ParseRow(string row)
    {
        string[] cells = row.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray();
        if (cells.Length != Columns || cells.Any(string.IsNullOrEmpty))
            throw new FormatException($"A row has {Columns} cells, none of them empty; this one does not: {row}");
        double ratio = Number(cells[2]);
        double p10 = Number(cells[3]);
        double p90 = Number(cells[4]);
        return p10 <= ratio && ratio <= p90
            ? new KnownMiss(cells[0], cells[1], ratio, p10, p90, cells[5])
            : throw new FormatException($"The ratio lies between p10 and p90; in this row it does not: {row}");

        double Number(string cell) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number > 0
            ? number
            : throw new FormatException($"'{cell}' is not a ratio, in this row: {row}");
    }
}
