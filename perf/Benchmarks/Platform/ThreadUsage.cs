using System;
using System.Runtime.InteropServices;

namespace RingCore.Benchmarks.Platform;

/// <summary>What the kernel counted for the calling thread.</summary>
internal static unsafe partial class ThreadUsage
{
    private const int RusageThread = 1;

    // struct rusage on 64-bit Linux: two timevals of 16 bytes, then 14 longs, of which ru_nivcsw is the last.
    private const int RusageLongs = 18;
    private const int InvoluntarySwitchesIndex = RusageLongs - 1;

    /// <summary>How often the thread was taken off its processor while it wanted to run.</summary>
    /// <exception cref="InvalidOperationException">The system refuses.</exception>
    internal static long InvoluntarySwitches()
    {
        long* usage = stackalloc long[RusageLongs];
        if (GetUsage(RusageThread, usage) != 0)
            throw new InvalidOperationException($"getrusage(RUSAGE_THREAD) failed: errno {Marshal.GetLastPInvokeError()}.");
        return usage[InvoluntarySwitchesIndex];
    }

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    private static partial int GetUsage(int who, long* usage);
}
