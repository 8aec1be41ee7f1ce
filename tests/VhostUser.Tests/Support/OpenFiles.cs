using System.IO;
using System.Linq;
using Xunit;

[assembly: CollectionBehavior(DisableTestParallelization = true)] // the process's open files are counted

namespace RingCore.Tests;

/// <summary>What the process has open and mapped: files whose kind a front end hands over. Nothing of a session may stay.</summary>
internal static class OpenFiles
{
    /// <summary>Event files, sockets, polls and anonymous memory that are open, and mappings of such memory.</summary>
    public static int Count() =>
        Directory.GetFiles("/proc/self/fd").Select(Target).Count(target => target.StartsWith("anon_inode:", System.StringComparison.Ordinal)
            || target.StartsWith("socket:", System.StringComparison.Ordinal) || target.Contains("memfd:front end", System.StringComparison.Ordinal))
        + File.ReadLines("/proc/self/maps").Count(line => line.Contains("memfd:front end", System.StringComparison.Ordinal));

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
