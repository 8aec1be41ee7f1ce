using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace RingCore.Tests;

/// <summary>Shared memory has one door: in src nothing but the fence points and the platform names .NET's own memory operations.</summary>
public partial class SharedAccessRuleTests
{
    private static readonly string s_sources = Path.Combine(Repository.Root, "src");

    private static readonly string[] s_doors =
        [Path.Combine(s_sources, "RingCore", "Ordering", ""), Path.Combine(s_sources, "RingCore", "Platform", "")];

    // Where memory is made: no other thread sees it yet.
    private static readonly string[] s_initialisations = ["*Words.Avail = *Words.Fetch = *Words.Reset = (uint)firstPosition;"];

    [Fact]
    public void No_source_outside_Ordering_and_Platform_touches_shared_memory_past_the_door()
    {
        string[] files = SourceFiles(s_sources).Where(file => !s_doors.Any(door => file.StartsWith(door, StringComparison.Ordinal))).ToArray();
        Assert.True(files.Length > 50, $"Only {files.Length} source files were found below {s_sources}.");
        Assert.Empty(files.SelectMany(Violations));
    }

    [Fact]
    public void The_rule_sees_what_it_forbids_where_it_is_allowed() =>
        Assert.NotEmpty(SourceFiles(s_doors[0]).SelectMany(Violations));

    [Theory]
    [InlineData("int x = Volatile.Read(ref y);", true)]
    [InlineData("Interlocked . Increment(ref y);", true)]
    [InlineData("Thread.MemoryBarrier();", true)]
    [InlineData("System.Threading.Thread.VolatileRead(ref y);", true)]
    [InlineData("using static System.Threading.Interlocked;", true)]
    [InlineData("private volatile int _x;", true)]
    [InlineData("// Volatile.Read is what the door uses", false)]
    [InlineData("/// <c>Interlocked.Read</c> kills the process", false)]
    [InlineData("TFence.LoadAcquire(word);", false)]
    [InlineData("bool isVolatile = true;", false)]
    [InlineData("uint flags = gfn->Flags;", true)]
    [InlineData("Control->Reset = 1;", true)]
    [InlineData("TFence.StoreRelease(&gfn->Flags, gfn->Slot);", true)]
    [InlineData("ulong* word = &((DirtyPageAddress*)entry)->Word;", false)]
    [InlineData("Avail = &Control->Indices.Avail;", false)]
    public void The_rule_judges_lines(string line, bool forbidden) => Assert.Equal(forbidden, IsForbidden(line));

    private static IEnumerable<string> SourceFiles(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));

    private static IEnumerable<string> Violations(string file) =>
        BlockComment().Replace(File.ReadAllText(file), comment => new string('\n', comment.Value.Count(c => c == '\n')))
            .Split('\n').Select((line, i) => (line, i)).Where(numbered => IsForbidden(numbered.line))
            .Select(numbered => $"{Path.GetRelativePath(Repository.Root, file)}:{numbered.i + 1}: {numbered.line.Trim()}");

    // A field behind a pointer may be named for its address, which a fence point takes, but not be read or written.
    private static bool IsForbidden(string line)
    {
        string code = line.Split("//")[0];
        return Forbidden().IsMatch(code) || (AddressOfField().Replace(code, "").Contains("->", StringComparison.Ordinal) && !s_initialisations.Contains(code.Trim()));
    }

    [GeneratedRegex(@"&[^;=]*?->\w+(\.\w+)*")]
    private static partial Regex AddressOfField();

    [GeneratedRegex(
        @"\b(Volatile|Interlocked)\s*\.\s*\w|\bThread\s*\.\s*(MemoryBarrier|VolatileRead|VolatileWrite)"
        + @"|\busing\s+static\s+System\.Threading\.|\bvolatile\b")]
    private static partial Regex Forbidden();

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex BlockComment();
}
