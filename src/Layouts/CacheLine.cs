namespace RingCore.Layouts;

/// <summary>The distance that keeps two words that different threads write out of each other's way.</summary>
public static class CacheLine
{
    /// <summary>
    /// Bytes of a line, as far as it matters to how entries are grouped: of x86-64 and of most ARM64 cores. Where lines are longer a group is half of one.
    /// </summary>
    public const int Bytes = 64;

    /// <summary>
    /// Bytes of padding before and after every shared or private cursor.
    /// </summary>
    /// <remarks>
    /// A guess, as every such constant is, made on the safe side. 64 bytes is the line of x86-64 and of most ARM64 cores, but:
    /// Intel's spatial prefetcher pulls lines in aligned pairs (Intel 64 and IA-32 Architectures Optimization Reference Manual,
    /// "Data Prefetching"); Apple's ARM64 cores have lines of 128 bytes (<c>sysctl hw.cachelinesize</c>); and 128 is what
    /// .NET's own <c>PaddingHelpers.CACHE_LINE_SIZE</c> uses on ARM64 and what crossbeam's <c>CachePadded</c> uses on x86-64,
    /// AArch64 and POWER64. s390x has 256 and is not supported here.
    /// </remarks>
    public const int PaddingBytes = 128;
}
