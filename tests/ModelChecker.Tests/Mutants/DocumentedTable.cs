using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using RingCore.Tests;
using Xunit;

namespace RingCore.ModelChecker.Tests.Mutants;

/// <summary>A table of docs/memory-model.md that these tests write and compare.</summary>
internal static class DocumentedTable
{
    private static readonly Lock s_writing = new();

    /// <summary>Compares a table with the documentation's; with RINGCORE_WRITE_DOCS=1 in the environment it writes it there.</summary>
    /// <param name="name">The table's name in the documentation.</param>
    /// <param name="rows">Its rows.</param>
    public static void Check(string name, IEnumerable<string> rows)
    {
        string path = Path.Combine(Repository.Root, "docs", "memory-model.md");
        string first = $"<!-- necessity of {name}: written by tests/ModelChecker.Tests -->\n";
        string last = $"\n<!-- end of necessity of {name} -->";
        string table = string.Join('\n', rows);
        using Lock.Scope scope = s_writing.EnterScope();
        string text = File.ReadAllText(path);
        int begin = text.IndexOf(first, StringComparison.Ordinal) + first.Length;
        int end = text.IndexOf(last, StringComparison.Ordinal);
        Assert.True(begin >= first.Length && end >= begin, $"{path} has no place for the table: '{first.Trim()}' and '{last.Trim()}'.");
        if (Environment.GetEnvironmentVariable("RINGCORE_WRITE_DOCS") == "1")
            File.WriteAllText(path, text[..begin] + table + text[end..]);
        else
            Assert.Equal(table, text[begin..end]);
    }
}
