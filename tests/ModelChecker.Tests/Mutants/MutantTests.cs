using System;
using System.IO;
using System.Linq;
using RingCore.Tests;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.ModelChecker.Tests.Mutants;

/// <summary>Each ordered access of the rings is weakened in turn; the cases that all pass without that must fail with it.</summary>
[Trait("Category", "Model")]
public sealed class MutantTests(ITestOutputHelper output)
{
    private const string Begin = "<!-- necessity: written by tests/ModelChecker.Tests -->\n";
    private const string End = "\n<!-- end of necessity -->";

    private static string Path => System.IO.Path.Combine(Repository.Root, "docs", "memory-model.md");

    [Fact]
    public void Each_ordered_access_has_a_letter()
    {
        Assert.NotEmpty(OrderedAccess.All);
        Assert.DoesNotContain(OrderedAccess.All, access => access.Letter.Length == 0);
    }

    [Fact]
    public void Each_ordering_is_necessary()
    {
        foreach (Necessity necessity in Necessity.All)
            output.WriteLine(necessity.ToString());
        int necessary = Necessity.All.Count(n => n.KilledBy is not null);
        output.WriteLine($"{necessary} of {Necessity.All.Count} orderings necessary");
        Assert.Empty(Necessity.All.Where(n => n.KilledBy is null).Select(n => n.Access));
    }

    /// <summary>With RINGCORE_WRITE_DOCS=1 in the environment it writes the table.</summary>
    [Fact]
    public void The_table_in_the_documentation_is_current()
    {
        string text = File.ReadAllText(Path);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = text.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= Begin.Length && end >= begin, $"{Path} has no place for the table: '{Begin.Trim()}' and '{End.Trim()}'.");
        if (Environment.GetEnvironmentVariable("RINGCORE_WRITE_DOCS") == "1")
            File.WriteAllText(Path, text = text[..begin] + Necessity.Table + text[end..]);
        end = text.IndexOf(End, StringComparison.Ordinal);
        Assert.Equal(Necessity.Table, text[begin..end]);
    }
}
