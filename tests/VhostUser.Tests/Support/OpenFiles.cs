using System;
using System.IO;
using System.Linq;
using Xunit;

[assembly: CollectionBehavior(DisableTestParallelization = true)] // the process's open files are counted

namespace RingCore.Tests;

/// <summary>What the process has open and mapped: files whose kind a front end hands over. Nothing of a session may stay.</summary>
internal static class OpenFiles
{
    /// <summary>The count before a test: without what tests of before have left to the garbage collector. Afterwards nobody closes what was forgotten.</summary>
    public static int CountWithoutGarbage()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Count();
    }

    /// <summary>Event files, sockets, polls and anonymous memory that are open, and mappings of such memory.</summary>
    public static int Count() =>
        Directory.GetFiles("/proc/self/fd").Select(Target).Count(target => target.StartsWith("anon_inode:", StringComparison.Ordinal)
            || target.StartsWith("socket:", StringComparison.Ordinal) || target.Contains("memfd:front end", StringComparison.Ordinal))
        + File.ReadLines("/proc/self/maps").Count(line => line.Contains("memfd:front end", StringComparison.Ordinal));

    private static string Target(string file)
    {
        try
        {
            return new FileInfo(file).LinkTarget ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
