using System.Collections.Generic;

namespace RingCore.Benchmarks.Scale;

/// <summary>The sizes of tracked memory that are compared.</summary>
internal static class MemorySizes
{
    /// <summary>Dirty pages of a round.</summary>
    internal const int DirtyPages = 4096;

    private const long PagesPerGiB = (1L << 30) / 4096;

    /// <summary>In GiB, by size.</summary>
    internal static readonly IReadOnlyList<int> Gigabytes = [1, 32, 1024];

    /// <summary>Pages of 4 KiB.</summary>
    internal static long Pages(int gigabytes) => gigabytes * PagesPerGiB;

    /// <summary>As in <c>1 TiB</c>.</summary>
    internal static string Name(int gigabytes) => gigabytes < 1024 ? $"{gigabytes} GiB" : $"{gigabytes >> 10} TiB";
}
