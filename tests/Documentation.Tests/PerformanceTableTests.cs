using System;
using System.IO;
using System.Linq;
using Xunit;

namespace RingCore.Tests;

/// <summary>The README's performance tables are those of the committed results folders.</summary>
public class PerformanceTableTests
{
    private const string First = "<!-- performance: written by tests/Documentation.Tests -->\n";
    private const string Last = "<!-- end of performance -->";
    private const string TableFileName = "readme-table.md";

    /// <summary>With RINGCORE_WRITE_DOCS=1 in the environment it writes them there instead.</summary>
    [Fact]
    public void The_readme_shows_the_table_of_each_committed_results_folder()
    {
        string path = Path.Combine(Repository.Root, "README.md");
        string text = File.ReadAllText(path);
        int begin = text.IndexOf(First, StringComparison.Ordinal) + First.Length;
        int end = text.IndexOf(Last, StringComparison.Ordinal);
        Assert.True(begin >= First.Length && end >= begin, $"{path} has no place for the tables: '{First.Trim()}' and '{Last}'.");
        string tables = Tables(Path.Combine(Repository.Root, "perf", "results"));
        if (Environment.GetEnvironmentVariable("RINGCORE_WRITE_DOCS") == "1")
            File.WriteAllText(path, text[..begin] + tables + text[end..]);
        else
            Assert.Equal(tables, text[begin..end]);
    }

    private static string Tables(string results)
    {
        string[] folders = Directory.Exists(results) ? [.. Directory.EnumerateDirectories(results).Order(StringComparer.Ordinal)] : [];
        return folders.Length == 0
            ? "No results are committed.\n"
            : string.Join('\n', folders.Select(folder => $"**{Path.GetFileName(folder)}**:\n\n{File.ReadAllText(Path.Combine(folder, TableFileName))}"));
    }
}
