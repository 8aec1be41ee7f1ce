using System;
using System.Runtime.InteropServices;

namespace RingCore.Hostile.Platform;

/// <summary>SIGKILL for this process itself: at this instruction, or at whichever it has come to when a timer of the kernel is over.</summary>
internal static unsafe partial class OwnDeath
{
    private const int Kill = 9; // SIGKILL
    private const int Monotonic = 1; // CLOCK_MONOTONIC
    private const int NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Dies after so long; with 0, does not return.</summary>
    /// <exception cref="InvalidOperationException">The kernel gives no timer.</exception>
    internal static void Come(long nanoseconds)
    {
        if (nanoseconds <= 0)
        {
            _ = kill(Environment.ProcessId, Kill);
            return;
        }

        SignalEvent signal = new() { Signal = Kill };
        TimerTimes times = new() { Seconds = nanoseconds / NanosecondsPerSecond, Nanoseconds = nanoseconds % NanosecondsPerSecond };
        nint timer;
        if (timer_create(Monotonic, &signal, &timer) != 0 || timer_settime(timer, 0, &times, null) != 0)
            throw new InvalidOperationException($"No timer: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int process, int signal);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int timer_create(int clock, SignalEvent* signal, nint* timer);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int timer_settime(nint timer, int flags, TimerTimes* times, TimerTimes* old);

    // struct sigevent: a value, the signal, and how it is told; zero there is SIGEV_SIGNAL.
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct SignalEvent
    {
        [FieldOffset(8)]
        public int Signal;
    }

    // struct itimerspec: first the interval, zero for once.
    [StructLayout(LayoutKind.Explicit, Size = 32)]
    private struct TimerTimes
    {
        [FieldOffset(16)]
        public long Seconds;

        [FieldOffset(24)]
        public long Nanoseconds;
    }
}
