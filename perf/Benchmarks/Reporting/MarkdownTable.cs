using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace RingCore.Benchmarks.Reporting;

/// <summary>A table as Markdown has it.</summary>
/// <param name="columns">Their heads.</param>
internal sealed class MarkdownTable(params IReadOnlyList<string> columns)
{
    private readonly List<IReadOnlyList<string>> _rows = [];

    /// <summary>Whether it has no rows.</summary>
    internal bool IsEmpty => _rows.Count == 0;

    /// <summary>Adds a row of as many cells as there are columns.</summary>
    internal void Add(params IReadOnlyList<string> cells) => _rows.Add(cells);

    /// <summary>Its lines, each with its end.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        Append(columns);
        text.Append('|').Insert(text.Length, "---|", columns.Count).Append('\n');
        foreach (IReadOnlyList<string> row in _rows)
            Append(row);
        return text.ToString();

        void Append(IReadOnlyList<string> cells) =>
            text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|"))).Append(" |\n");
    }
}
