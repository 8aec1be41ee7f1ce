using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace RingCore.Tests;

/// <summary>Where the documents lead, and that none of them is out of reach.</summary>
public partial class DocumentTests
{
    private static readonly string[] s_notSources = ["bin", "obj", "TestResults", "BenchmarkDotNet.Artifacts"];

    public static TheoryData<string> Documents() => new(DocumentsBelow(new DirectoryInfo(Repository.Root))
        .Select(path => Path.GetRelativePath(Repository.Root, path))
        .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_of_a_document_lead_somewhere(string document)
    {
        string path = Path.Combine(Repository.Root, document);
        foreach (Match link in Link().Matches(File.ReadAllText(path)))
        {
            (string file, string heading) = (link.Groups["file"].Value, link.Groups["heading"].Value);
            string target = file.Length == 0 ? path : Path.Combine(Path.GetDirectoryName(path)!, file);
            Assert.True(File.Exists(target) || Directory.Exists(target), $"{document} links to {file}, which does not exist.");
            Assert.True(heading.Length == 0 || Headings(target).Contains(heading), $"{document} links to {file}#{heading}, which has no such heading.");
        }
    }

    [Fact]
    public void The_map_lists_every_page()
    {
        string docs = Path.Combine(Repository.Root, "docs");
        HashSet<string> listed = [.. Link().Matches(File.ReadAllText(Path.Combine(docs, "README.md"))).Select(link => link.Groups["file"].Value)];
        Assert.All(Directory.EnumerateFiles(docs, "*.md").Select(path => Path.GetFileName(path)).Where(name => name != "README.md"), name => Assert.Contains(name, listed));
    }

    [Fact]
    public void The_readme_is_shorter_than_200_lines() => Assert.InRange(File.ReadAllLines(Path.Combine(Repository.Root, "README.md")).Length, 1, 199);

    [Fact]
    public void The_first_screen_of_the_readme_chooses_a_ring()
    {
        string screen = string.Join('\n', File.ReadLines(Path.Combine(Repository.Root, "README.md")).Take(32));
        IEnumerable<string> rings = typeof(FlaggedDirtyRing).Assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract && !type.IsGenericType && (typeof(IDirtyRing).IsAssignableFrom(type) || typeof(SharedRing).IsAssignableFrom(type)))
            .Select(type => type.Name);
        Assert.All(rings, ring => Assert.Contains($"`{ring}`", screen, StringComparison.Ordinal));
        Assert.Contains("(docs/README.md)", screen, StringComparison.Ordinal);
        Assert.Contains("(docs/getting-started.md)", screen, StringComparison.Ordinal);
    }

    private static IEnumerable<string> DocumentsBelow(DirectoryInfo folder) =>
        folder.EnumerateFiles("*.md").Select(file => file.FullName).Concat(folder.EnumerateDirectories()
            .Where(child => !child.Name.StartsWith('.') && !s_notSources.Contains(child.Name))
            .SelectMany(DocumentsBelow));

    /// <summary>The names by which a page's headings are linked to.</summary>
    private static IEnumerable<string> Headings(string page) =>
        File.ReadLines(page).Where(line => line.StartsWith('#')).Select(line =>
            string.Concat(line.TrimStart('#').Trim().ToLowerInvariant().Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_')).Replace(' ', '-'));

    [GeneratedRegex(@"\]\((?!https?:)(?<file>[^)#\s]*)(?:#(?<heading>[^)\s]+))?\)")]
    private static partial Regex Link();
}
