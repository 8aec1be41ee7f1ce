using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace RingCore.AliasedCache;

/// <summary>A failing execution as text: a column for each party, and one for what the caches do.</summary>
internal sealed class TraceTable
{
    private const int Columns = 4;

    private readonly RingMap _map;
    private readonly List<string[]> _rows = [];

    internal TraceTable(RingMap map, MemoryRules rules)
    {
        _map = map;
        _rows.Add([.. Enum.GetValues<Party>().Select(party => $"{party} (mapping {rules.Mappings[(int)party]})"), "caches"]);
    }

    /// <summary>Adds a party's step.</summary>
    /// <param name="party">Who.</param>
    /// <param name="access">What.</param>
    /// <param name="value">Read or written.</param>
    /// <param name="old">Whether it met a copy of the line that is older than memory.</param>
    /// <param name="writtenBack">Whether a flush found something to write back.</param>
    /// <param name="next">Where the party stands now.</param>
    internal void Add(int party, Access access, ulong value, bool old, bool writtenBack, ProgramNode next)
    {
        string copy = old ? "in an old copy" : "";
        if (access.Kind == AccessKind.Read)
            AddRow(party, $"{access.Name} {_map.Name(access.Offset)} -> {Text(value)}", copy);
        else if (access.Kind == AccessKind.Write)
            AddRow(party, $"{access.Name} {_map.Name(access.Offset)} = {Text(value)}", copy);
        else if (access.Kind is AccessKind.FlushBeforeRead or AccessKind.FlushAfterWrite)
            AddRow(party, $"{access.Name} {_map.LineName(_map.LineOf(access.Offset))}", writtenBack ? "written back" : "");
        foreach (string note in next.Notes)
            AddRow(party, "  " + note, "");
    }

    /// <summary>Adds a write-back that nobody asked for.</summary>
    internal void AddWriteBack(int mapping, int line) => AddRow(Columns - 1, $"mapping {mapping} writes {_map.LineName(line)} back", "");

    /// <inheritdoc/>
    public override string ToString()
    {
        int[] widths = Enumerable.Range(0, Columns).Select(column => _rows.Max(row => row[column].Length) + 1).ToArray();
        StringBuilder text = new();
        foreach (string[] row in _rows)
            text.AppendLine(string.Concat(row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        return text.ToString();
    }

    private static string Text(ulong value) => value.ToString(value > 9999 ? "x" : "d", CultureInfo.InvariantCulture);

    private void AddRow(int column, string text, string cache)
    {
        string[] row = ["", "", "", cache];
        row[column] = text;
        _rows.Add(row);
    }
}
