using System;
using Spectre.Console;

namespace LiveCheckpoint.Reports;

/// <summary>A table of two columns. Redirected, it is plain text of a fixed width, so that a line is found where it is looked for.</summary>
internal sealed class KeyValueTable
{
    private const int RedirectedWidth = 160;

    private readonly Table _table = new Table { ShowHeaders = false }
        .Border(Console.IsOutputRedirected ? TableBorder.Ascii : TableBorder.Rounded)
        .AddColumn(new TableColumn("").NoWrap())
        .AddColumn("");

    internal void Row(string key, string value) => _table.AddRow(Markup.Escape(key), Markup.Escape(value));

    internal void Print()
    {
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = RedirectedWidth;
        AnsiConsole.Write(_table);
    }
}
