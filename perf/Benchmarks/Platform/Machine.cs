using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace RingCore.Benchmarks.Platform;

/// <summary>What Linux says of the processor.</summary>
internal static partial class Machine
{
    private const string Unknown = "unknown";

    /// <summary>
    /// Its model as a folder's name, as in <c>AMD EPYC 9R45 virtual</c>. A name without a number, which hypervisors like to give, is followed by
    /// family and model: <c>Intel Xeon Processor (6-207) virtual</c>.
    /// </summary>
    internal static string Name { get; } = NameOf(Field("model name"), Field("cpu family"), Field("model"), Field("flags"));

    /// <summary>The microcode's revision; virtual machines often do not know it.</summary>
    internal static string Microcode { get; } = Field("microcode");

    /// <summary>The kernel's release.</summary>
    internal static string Kernel { get; } =
        File.Exists("/proc/sys/kernel/osrelease") ? File.ReadAllText("/proc/sys/kernel/osrelease").Trim() : Environment.OSVersion.VersionString;

    /// <summary>The folder's name by what <c>/proc/cpuinfo</c> says.</summary>
    internal static string NameOf(string model, string family, string number, string flags)
    {
        string name = Blanks().Replace(Trademarks().Replace(model, ""), " ").Trim();
        // 'Intel Xeon Processor' is every one of ten years; '24-Core Processor' does not tell it either, and says nothing false.
        if (!name.Any(char.IsAsciiDigit))
            name += string.Create(CultureInfo.InvariantCulture, $" ({family}-{number})");
        return flags.Split(' ').Contains("hypervisor") ? name + " virtual" : name;
    }

    private static string Field(string key)
    {
        if (!File.Exists("/proc/cpuinfo"))
            return Unknown;
        string? line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.Split(':')[0].Trim() == key);
        return line is null ? Unknown : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    // '@ 2.10GHz' is no part of a name; '/' and the like cannot stand in a folder's.
    [GeneratedRegex(@"\((R|TM)\)|@.*$|[^A-Za-z0-9 ()._+-]")]
    private static partial Regex Trademarks();

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();
}
