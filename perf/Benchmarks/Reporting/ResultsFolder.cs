using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RingCore.Benchmarks.Bounds;
using RingCore.Benchmarks.Platform;

namespace RingCore.Benchmarks.Reporting;

/// <summary>A folder of <c>perf/results</c>: raw figures, what was made of them, and the versions.</summary>
internal static class ResultsFolder
{
    private const string VersionsFileName = "versions.txt";

    /// <summary>Writes all of it.</summary>
    internal static void Write(string folder, Results results, IReadOnlyList<KnownMiss> known)
    {
        Directory.CreateDirectory(folder);
        results.Write(folder);
        File.WriteAllText(Path.Combine(folder, VersionsFileName), Versions.Text());
        Draw(folder, results, known);
    }

    /// <summary>Writes what is made of the raw figures: tables and pictures.</summary>
    internal static void Draw(string folder, Results results, IReadOnlyList<KnownMiss> known)
    {
        foreach (string picture in Directory.EnumerateFiles(folder, "*.svg"))
            File.Delete(picture);
        WriteTables(folder, results, known);
        Pictures.Draw(results.Measured, folder);
    }

    /// <summary>Writes the tables alone.</summary>
    internal static void WriteTables(string folder, Results results, IReadOnlyList<KnownMiss> known)
    {
        MarkdownReport report = new(results, known);
        File.WriteAllText(Path.Combine(folder, MarkdownReport.FileName), report.Everything());
        File.WriteAllText(Path.Combine(folder, MarkdownReport.ReadmeFileName), report.ReadmeTable());
    }

    /// <summary>The misses that are listed for a processor.</summary>
    /// <exception cref="FormatException">The list is not of its form.</exception>
    internal static IReadOnlyList<KnownMiss> KnownMissesOf(string cpu) =>
        [.. KnownMisses.Parse(File.ReadAllText(SourceTree.KnownMisses)).Where(miss => miss.Cpu == cpu)];
}
