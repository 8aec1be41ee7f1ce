using System.Runtime.InteropServices;

namespace RingCore.Kvm.Linux;

/// <summary>
/// The functions of Linux's C library that this assembly calls. Those that can fail leave errno in <see
/// cref="Marshal.GetLastPInvokeError"/>.
/// </summary>
internal static unsafe partial class LibC
{
    internal const int ProtectRead = 1;
    internal const int ProtectWrite = 2;
    internal const int ProtectExecute = 4;
    internal const int MapShared = 1;
    internal const int MapPrivate = 2;
    internal const int MapAnonymous = 0x20;
    internal const nint MapFailed = -1;
    internal const int ReadWriteCloseOnExec = 0x80002;

    internal const int EINTR = 4;
    internal const int EAGAIN = 11;
    internal const int ESRCH = 3;

    internal const int SignalBlock = 0;
    internal const int SignalSetBytes = 128;

    // Variadic in C; on x86-64 and arm64 Linux a variadic call passes integer arguments as any other.
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int ioctl(int file, nuint request, void* argument);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int open(string path, int flags);

    [LibraryImport("libc")]
    internal static partial int close(int file);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint mmap(nint address, nuint bytes, int protection, int flags, int file, nint offset);

    [LibraryImport("libc")]
    internal static partial int munmap(nint address, nuint bytes);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint syscall(nint number, nint first, nint second, nint third);

    /// <summary>Returns errno, and leaves nothing in the last error.</summary>
    [LibraryImport("libc")]
    internal static partial int pthread_sigmask(int how, ulong* set, ulong* old);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int sigtimedwait(ulong* set, void* information, long* timeout);
}
