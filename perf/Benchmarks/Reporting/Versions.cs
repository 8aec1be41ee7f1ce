using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Linq;
using System.Runtime.InteropServices;
using RingCore.Benchmarks.Platform;

namespace RingCore.Benchmarks.Reporting;

/// <summary>What the figures of a run depend on besides the code that is measured.</summary>
internal static class Versions
{
    private const string Unknown = "unknown";
    private static readonly string[] s_peers = ["libck-dev", "dpdk-dev", "libboost-dev", "libreaderwriterqueue-dev"];

    /// <summary>This repository's commit; with a mark where files differ from it.</summary>
    internal static string Commit()
    {
        string commit = FirstLine("git", "-C", SourceTree.Root, "rev-parse", "HEAD");
        return commit != Unknown && FirstLine("git", "-C", SourceTree.Root, "status", "--porcelain", "--", "src", "perf/Benchmarks", "perf/native") != Unknown
            ? commit + " and changes"
            : commit;
    }

    /// <summary>The text of <c>versions.txt</c>.</summary>
    internal static string Text()
    {
        List<string> lines =
        [
            $"CPU: {Machine.Name}",
            $"microcode: {Machine.Microcode}",
            $"kernel: {Machine.Kernel}",
            $".NET: {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}",
            $"harvester: {Harvester.Selected}",
            $"g++: {FirstLine("g++", "--version")}",
            .. s_peers.Select(package => $"{package}: {FirstLine("dpkg-query", "--showformat", "${Version}\n", "--show", package)}"),
            $"System.Threading.Channels, ConcurrentQueue: of the framework, {Environment.Version}",
            $"commit: {Commit()}",
        ];
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>The first line that a program prints; unknown where there is none.</summary>
    private static string FirstLine(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            string line = process.StandardOutput.ReadToEnd().Split('\n')[0].Trim();
            process.WaitForExit();
            return line.Length > 0 ? line : Unknown;
        }
        catch (Win32Exception)
        {
            return Unknown;
        }
    }
}
