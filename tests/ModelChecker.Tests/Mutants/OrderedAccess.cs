using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using RingCore.Tests;

namespace RingCore.ModelChecker.Tests.Mutants;

/// <summary>A line of the shipped source that calls a fence point which orders.</summary>
/// <param name="File">Its file.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Access">The fence point.</param>
/// <param name="Letter">The letter in its pairing comment, or empty.</param>
internal sealed partial record OrderedAccess(string File, int Line, string Access, string Letter)
{
    private const string SharedFolder = "Shared";
    private const string TypedFolder = "Typed";
    private const string VirtioFolder = "Virtio";
    private const string WaitRequests = "WaitRequests.cs";

    /// <summary>Every one of the rings in src/RingCore, by file and line. What implements the fence points is left out.</summary>
    public static IReadOnlyList<OrderedAccess> All { get; } = Under("RingCore", SharedFolder, TypedFolder, VirtioFolder, WaitRequests);

    /// <summary>Those that the packed ring makes: its own, and those of the steps, the base and the waits that it shares with other rings.</summary>
    public static IReadOnlyList<OrderedAccess> Packed { get; } = [.. All.Where(access => access.File switch
    {
        "PackedEntry.cs" or "RingProducer.cs" or "RingResetter.cs" or "ResetStep.cs" or "Waiter.cs" => true,
        "HarvestStep.cs" => access != All.Last(last => last.File == access.File), // it has no 8-byte form to mark
        _ => false,
    })];

    /// <summary>Every one in src/RingCore/Shared, by file and line.</summary>
    public static IReadOnlyList<OrderedAccess> Shared { get; } = Under(Path.Combine("RingCore", SharedFolder));

    /// <summary>Every one in src/RingCore/Virtio, by file and line.</summary>
    public static IReadOnlyList<OrderedAccess> Virtio { get; } = Under(Path.Combine("RingCore", VirtioFolder));

    /// <summary>Every one in src/RingCore/Typed, by file and line, and of the waits by one word for several, which are tried there.</summary>
    public static IReadOnlyList<OrderedAccess> Typed { get; } =
        [.. Under(Path.Combine("RingCore", TypedFolder)), .. In(Path.Combine(Repository.Root, "src", "RingCore", "Rings", WaitRequests))];

    /// <summary>Every one in src/Tracking, by file and line.</summary>
    public static IReadOnlyList<OrderedAccess> Tracking { get; } = Under("Tracking");

    /// <summary>
    /// The mutant of this line. .NET has no exchange without fences, so the question about one is whether it must be indivisible.
    /// </summary>
    public Weakening Mutant => new(File, Line, TakesExchangesApart: true);

    /// <inheritdoc/>
    public override string ToString() => $"({Letter}) {Access} at {File}:{Line}";

    private static IReadOnlyList<OrderedAccess> Under(string folder, params string[] without) => [.. Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "src", folder), "*.cs", SearchOption.AllDirectories)
        .Where(path => !Path.GetRelativePath(Repository.Root, path).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "Ordering" || without.Contains(part)))
        .OrderBy(path => path, StringComparer.Ordinal)
        .SelectMany(In)];

    private static IEnumerable<OrderedAccess> In(string path)
    {
        string[] lines = System.IO.File.ReadAllLines(path);
        for (int i = 0; i < lines.Length; i++)
        {
            if (Call().Match(lines[i]) is { Success: true } call)
                yield return new OrderedAccess(Path.GetFileName(path), i + 1, call.Groups[1].Value, Comment().Match(lines[i]).Groups[1].Value);
        }
    }

    [GeneratedRegex(@"TFence\.(LoadAcquire|StoreRelease|Exchange|CompareExchange|Or|And|FullFence|ProcessWideFence)\(")]
    private static partial Regex Call();

    [GeneratedRegex(@"// \((\w+)\)")]
    private static partial Regex Comment();
}
