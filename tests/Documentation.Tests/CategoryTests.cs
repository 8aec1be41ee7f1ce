using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace RingCore.Tests;

/// <summary>The parts of the tests that can be run alone: those that are named are there, and those that are there are named.</summary>
public partial class CategoryTests
{
    [Fact]
    public void The_categories_of_the_tests_are_those_that_the_documents_name()
    {
        IEnumerable<string> sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories);
        Assert.Equal(
            NamedIn("CONTRIBUTING.md"),
            sources.Select(File.ReadAllText).Where(source => Test().IsMatch(source)).SelectMany(source => Trait().Matches(source)).Select(Name).ToHashSet());
    }

    [Theory]
    [MemberData(nameof(DocumentTests.Documents), MemberType = typeof(DocumentTests))]
    public void A_command_runs_a_category_that_exists(string document) =>
        Assert.Subset(NamedIn("CONTRIBUTING.md"), Filter().Matches(File.ReadAllText(Path.Combine(Repository.Root, document))).Select(Name).ToHashSet());

    private static HashSet<string> NamedIn(string document) =>
        [.. Category().Matches(File.ReadAllText(Path.Combine(Repository.Root, document))).Select(Name)];

    private static string Name(Match match) => match.Groups["name"].Value;

    [GeneratedRegex(@"\[Trait\(""Category"", ""(?<name>\w+)""\)\]")]
    private static partial Regex Trait();

    [GeneratedRegex(@"^\s+\[(\w+)?(Fact|Theory)\b", RegexOptions.Multiline)]
    private static partial Regex Test();

    [GeneratedRegex(@"`(?<name>\w+)` \(")]
    private static partial Regex Category();

    [GeneratedRegex(@"Category=(?<name>\w+)")]
    private static partial Regex Filter();
}
