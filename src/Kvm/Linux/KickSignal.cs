using System;
using System.Runtime.InteropServices;

namespace RingCore.Kvm.Linux;

/// <summary>
/// The signal that gets a thread out of <c>KVM_RUN</c>. It is blocked in every thread that runs a vCPU and let in by <c>KVM_RUN</c> alone
/// (<c>KVM_SET_SIGNAL_MASK</c>), so that it has no handler: it stays pending, ends the call with EINTR, and is consumed afterwards.
/// </summary>
internal static unsafe class KickSignal
{
    /// <summary>A real-time signal that neither glibc and musl (32 to 34) nor .NET (SIGRTMIN) take.</summary>
    internal const int Number = 43;

    private const nint GetTid = 186; // asm/unistd_64.h
    private const nint TgKill = 234;

    private const ulong Bit = 1UL << (Number - 1);
    private const int Words = LibC.SignalSetBytes / sizeof(ulong);

    [ThreadStatic]
    private static int s_thread;

    /// <summary>Blocks the signal on this thread; from the second call on it only returns.</summary>
    /// <returns>The thread's number.</returns>
    internal static int BlockOnThisThread()
    {
        if (s_thread == 0)
        {
            ulong* set = stackalloc ulong[Words];
            new Span<ulong>(set, Words).Clear();
            set[0] = Bit;
            KvmException.ThrowIf(LibC.pthread_sigmask(LibC.SignalBlock, set, null), "pthread_sigmask");
            s_thread = (int)LibC.syscall(GetTid, 0, 0, 0);
        }

        return s_thread;
    }

    /// <summary>This thread's mask with the signal let in: what is blocked inside of <c>KVM_RUN</c>.</summary>
    internal static ulong MaskInsideRun()
    {
        ulong* set = stackalloc ulong[Words];
        KvmException.ThrowIf(LibC.pthread_sigmask(LibC.SignalBlock, null, set), "pthread_sigmask");
        return set[0] & ~Bit;
    }

    /// <summary>Sends the signal to a thread of this process that is between <see cref="BlockOnThisThread"/> and its end.</summary>
    internal static void Send(int thread)
    {
        if (LibC.syscall(TgKill, Environment.ProcessId, thread, Number) < 0)
            throw KvmException.Last("tgkill");
    }

    /// <summary>Takes what is pending for this thread away.</summary>
    internal static void Consume()
    {
        ulong* set = stackalloc ulong[Words];
        new Span<ulong>(set, Words).Clear();
        set[0] = Bit;
        long* now = stackalloc long[2] { 0, 0 };
        while (true)
        {
            if (LibC.sigtimedwait(set, null, now) >= 0)
                continue;
            int error = Marshal.GetLastPInvokeError();
            if (error == LibC.EAGAIN)
                return;
            if (error != LibC.EINTR)
                throw new KvmException("sigtimedwait", error);
        }
    }
}
