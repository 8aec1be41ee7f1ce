using System.Runtime.InteropServices;

namespace RingCore.Benchmarks.Platform;

/// <summary>Large pages for native memory, by Linux's own call.</summary>
internal static unsafe partial class HugePages
{
    /// <summary>Bytes of one on x86-64, and the alignment that memory needs for them.</summary>
    internal const int Bytes = 2 << 20;

    private const int AdviseHugePage = 14;

    /// <summary>Asks for them; the kernel may not have any.</summary>
    /// <param name="start">A multiple of <see cref="Bytes"/>, not written yet.</param>
    /// <param name="bytes">A multiple of 4096.</param>
    internal static void Advise(void* start, nuint bytes) => _ = madvise(start, bytes, AdviseHugePage);

    [LibraryImport("libc")]
    private static partial int madvise(void* start, nuint bytes, int advice);
}
