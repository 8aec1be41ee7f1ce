using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace RingCore.Platform;

/// <summary>Sleep on a word and wake who sleeps there: Linux's futex; elsewhere a poll once a millisecond.</summary>
internal static unsafe partial class Futex
{
    private const int WaitPrivate = 0 | PrivateFlag;
    private const int WakePrivate = 1 | PrivateFlag;
    private const int PrivateFlag = 128;

    // asm/unistd: 202 on x86-64, 98 in the generic table that arm64 and riscv64 use.
    private static readonly nint s_number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 202 : 98;

    /// <summary>Whether waits sleep in the kernel; otherwise they poll.</summary>
    internal static bool IsNative { get; } = OperatingSystem.IsLinux();

    /// <summary>Sleeps while <paramref name="word"/> holds <paramref name="expected"/>; may return early.</summary>
    internal static void Wait(uint* word, uint expected, int timeoutMilliseconds)
    {
        if (IsNative)
            WaitInKernel(word, expected, timeoutMilliseconds);
        else
            Poll(word, expected, timeoutMilliseconds);
    }

    /// <summary>Wakes all who sleep on <paramref name="word"/>; pollers find out for themselves.</summary>
    internal static void Wake(uint* word)
    {
        if (IsNative)
            _ = syscall(s_number, word, WakePrivate, int.MaxValue, null, null, 0);
    }

    /// <summary>The portable form of a wait, also run by the tests on Linux.</summary>
    internal static void Poll(uint* word, uint expected, int timeoutMilliseconds)
    {
        long deadline = timeoutMilliseconds < 0 ? long.MaxValue : Environment.TickCount64 + timeoutMilliseconds;
        while (CoherentFencePoints.ReadOnce(word) == expected && Environment.TickCount64 < deadline)
            Thread.Sleep(1);
    }

    private static void WaitInKernel(uint* word, uint expected, int timeoutMilliseconds)
    {
        TimeSpec timeout = new(timeoutMilliseconds / 1000, timeoutMilliseconds % 1000 * 1_000_000L);
        _ = syscall(s_number, word, WaitPrivate, (nint)expected, timeoutMilliseconds < 0 ? null : &timeout, null, 0);
    }

    [LibraryImport("libc")]
    private static partial nint syscall(nint number, uint* word, nint operation, nint value, TimeSpec* timeout, uint* word2, nint value3);

    private readonly struct TimeSpec(long seconds, long nanoseconds)
    {
        public readonly long Seconds = seconds;
        public readonly long Nanoseconds = nanoseconds;
    }
}
