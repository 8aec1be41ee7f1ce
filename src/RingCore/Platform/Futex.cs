using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace RingCore.Platform;

/// <summary>Sleep on a word and wake who sleeps there: Linux's futex; elsewhere a poll once a millisecond.</summary>
internal static unsafe partial class Futex
{
    private const int WaitShared = 0;
    private const int WakeShared = 1;
    private const int PrivateFlag = 128;

    // asm/unistd: 202 on x86-64, 98 in the generic table that arm64 and riscv64 use.
    private static readonly nint s_number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 202 : 98;

    /// <summary>Whether waits sleep in the kernel; otherwise they poll.</summary>
    internal static bool IsNative { get; } = OperatingSystem.IsLinux();

    /// <summary>Sleeps while <paramref name="word"/> holds <paramref name="expected"/>; may return early.</summary>
    internal static void Wait(uint* word, uint expected, int timeoutMilliseconds)
    {
        if (IsNative)
            WaitInKernel(word, WaitShared | PrivateFlag, expected, timeoutMilliseconds);
        else
            Poll(word, expected, timeoutMilliseconds);
    }

    /// <summary>Wakes all who sleep on <paramref name="word"/>; pollers find out for themselves.</summary>
    internal static void Wake(uint* word)
    {
        if (IsNative)
            _ = syscall(s_number, word, WakeShared | PrivateFlag, int.MaxValue, null, null, 0);
    }

    /// <summary>As <see cref="Wait"/>, on a word that other processes map too; a mapping that can only be read is enough.</summary>
    internal static void WaitAcrossProcesses(uint* word, uint expected, int timeoutMilliseconds)
    {
        if (IsNative)
            WaitInKernel(word, WaitShared, expected, timeoutMilliseconds);
        else
            Poll(word, expected, timeoutMilliseconds);
    }

    /// <summary>As <see cref="Wake"/>, for sleepers of every process that maps the word.</summary>
    internal static void WakeAcrossProcesses(uint* word)
    {
        if (IsNative)
            _ = syscall(s_number, word, WakeShared, int.MaxValue, null, null, 0);
    }

    /// <summary>The portable form of a wait, also run by the tests on Linux.</summary>
    internal static void Poll(uint* word, uint expected, int timeoutMilliseconds)
    {
        long deadline = timeoutMilliseconds < 0 ? long.MaxValue : Environment.TickCount64 + timeoutMilliseconds;
        while (CoherentFencePoints.ReadOnce(word) == expected && Environment.TickCount64 < deadline)
            Thread.Sleep(1);
    }

    private static void WaitInKernel(uint* word, int operation, uint expected, int timeoutMilliseconds)
    {
        TimeSpec timeout = new(timeoutMilliseconds / 1000, timeoutMilliseconds % 1000 * 1_000_000L);
        _ = syscall(s_number, word, operation, (nint)expected, timeoutMilliseconds < 0 ? null : &timeout, null, 0);
    }

    [LibraryImport("libc")]
    private static partial nint syscall(nint number, uint* word, nint operation, nint value, TimeSpec* timeout, uint* word2, nint value3);

    private readonly struct TimeSpec(long seconds, long nanoseconds)
    {
        public readonly long Seconds = seconds;
        public readonly long Nanoseconds = nanoseconds;
    }
}
