using System;
using System.IO;

namespace RingCore.Benchmarks.Platform;

/// <summary>The files of this repository, which the program is run from.</summary>
internal static class SourceTree
{
    /// <summary>Its root: the folder above the current one, or above the program, that has <c>RingCore.sln</c>.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    internal static string Root { get; } = Find(Environment.CurrentDirectory) ?? Find(AppContext.BaseDirectory)
        ?? throw new InvalidOperationException("RingCore.sln is neither above the current folder nor above the program.");

    /// <summary>The list of bounds that are missed.</summary>
    internal static string KnownMisses => Path.Combine(Root, "perf", "known-misses.md");

    /// <summary>A folder per model of processor.</summary>
    internal static string Results => Path.Combine(Root, "perf", "results");

    private static string? Find(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RingCore.sln")))
                return folder.FullName;
        }

        return null;
    }
}
