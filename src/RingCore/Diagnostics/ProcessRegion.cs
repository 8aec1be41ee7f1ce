using System;
using System.Collections.Generic;
using System.IO;
using Microsoft.Win32.SafeHandles;
using RingCore.Platform;

namespace RingCore;

/// <summary>A sealed file that a process has open, by the name that the kernel shows of it. Linux only.</summary>
/// <param name="Process">The process.</param>
/// <param name="Descriptor">The descriptor's number there.</param>
/// <param name="Name">What the file was named when it was made; whoever made it chose freely.</param>
public readonly record struct ProcessRegion(int Process, int Descriptor, string Name)
{
    /// <summary>Most that are listed of one process.</summary>
    public const int MaxRegions = 4096;

    private const string Prefix = "/memfd:";
    private const string Suffix = " (deleted)";

    /// <summary>Lists the files whose names a caller asks for, by ascending descriptor; at most <see cref="MaxRegions"/>.</summary>
    /// <param name="process">The process.</param>
    /// <param name="names">The names.</param>
    /// <param name="regions">The files.</param>
    /// <returns>Null, or a sentence that says why the process's descriptors cannot be seen, or not all of them.</returns>
    public static string? List(int process, IReadOnlyCollection<string> names, out IReadOnlyList<ProcessRegion> regions)
    {
        ArgumentNullException.ThrowIfNull(names);
        List<ProcessRegion> found = [];
        regions = found;
        if (!OperatingSystem.IsLinux())
            return "Only Linux shows the open files of a process.";
        try
        {
            foreach (string path in Directory.EnumerateFileSystemEntries($"/proc/{process}/fd"))
            {
                if (found.Count == MaxRegions)
                    return $"Process {process} has more than {MaxRegions} regions; the others were left out.";
                if (int.TryParse(Path.GetFileName(path), out int descriptor) && NameOf(path) is { } name && Has(names, name))
                    found.Add(new ProcessRegion(process, descriptor, name));
            }
        }
        catch (DirectoryNotFoundException)
        {
            return $"There is no process {process}.";
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            return $"The open files of process {process} cannot be seen: {why.Message}";
        }
        finally
        {
            found.Sort((one, other) => one.Descriptor.CompareTo(other.Descriptor));
        }

        return null;
    }

    /// <summary>Opens the file for reading: an open file of this process's own. Never waits.</summary>
    /// <returns>Null where it is gone, or the kernel refuses.</returns>
    public SafeFileHandle? TryOpen() => Memfd.TryOpenForReading($"/proc/{Process}/fd/{Descriptor}");

    private static bool Has(IReadOnlyCollection<string> names, string name)
    {
        foreach (string wanted in names)
        {
            if (wanted == name)
                return true;
        }

        return false;
    }

    private static string? NameOf(string path)
    {
        try
        {
            string? target = new FileInfo(path).LinkTarget;
            return target is not null && target.StartsWith(Prefix, StringComparison.Ordinal) && target.EndsWith(Suffix, StringComparison.Ordinal)
                ? target[Prefix.Length..^Suffix.Length]
                : null;
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            return null; // closed meanwhile
        }
    }
}
