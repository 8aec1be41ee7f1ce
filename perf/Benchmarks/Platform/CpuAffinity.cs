using System;
using System.Runtime.InteropServices;

namespace RingCore.Benchmarks.Platform;

/// <summary>Which processors the calling thread may run on, by Linux's own calls.</summary>
internal static unsafe partial class CpuAffinity
{
    /// <summary>Processors that a mask here has bits for, as in glibc's <c>cpu_set_t</c>.</summary>
    internal const int MaxCpus = 1024;

    private const int WordBits = 64;
    private const nuint MaskBytes = MaxCpus / 8;

    /// <summary>Whether the calling thread may run on a processor.</summary>
    internal static bool IsAllowed(int cpu)
    {
        ulong* mask = stackalloc ulong[MaxCpus / WordBits];
        return GetAffinity(0, MaskBytes, mask) == 0 && (mask[cpu / WordBits] & (1UL << (cpu % WordBits))) != 0;
    }

    /// <summary>Pins the calling thread.</summary>
    /// <exception cref="InvalidOperationException">The system refuses.</exception>
    internal static void Pin(int cpu)
    {
        ulong* mask = stackalloc ulong[MaxCpus / WordBits];
        mask[cpu / WordBits] |= 1UL << (cpu % WordBits);
        if (SetAffinity(0, MaskBytes, mask) != 0)
            throw new InvalidOperationException($"The thread cannot be pinned to processor {cpu}: errno {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    private static partial int GetAffinity(int thread, nuint bytes, ulong* mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int thread, nuint bytes, ulong* mask);
}
