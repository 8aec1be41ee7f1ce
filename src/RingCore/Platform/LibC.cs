using System.Runtime.InteropServices;

namespace RingCore.Platform;

/// <summary>The functions of Linux's C library that shared regions and peers need. Those that can fail leave errno in <see cref="Marshal.GetLastPInvokeError"/>.</summary>
/// <remarks>open, fcntl and syscall are variadic in C; on x86-64 and arm64 Linux a variadic call passes integer arguments as any other.</remarks>
internal static unsafe partial class LibC
{
    internal const int InvalidArgument = 22; // EINVAL

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int memfd_create(string name, uint flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int ftruncate(SafeHandle file, long bytes);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fcntl(SafeHandle file, int command, nint argument);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint mmap(nint address, nuint bytes, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint mmap(nint address, nuint bytes, int protection, int flags, SafeHandle file, nint offset);

    [LibraryImport("libc")]
    internal static partial int munmap(nint address, nuint bytes);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint syscall(nint number, nint first, nint second, nint third);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int socketpair(int domain, int type, int protocol, int* two);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int getsockopt(SafeHandle socket, int level, int option, void* value, uint* bytes);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint sendmsg(SafeHandle socket, MessageHeader* message, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint recvmsg(SafeHandle socket, MessageHeader* message, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int poll(PollEntry* entries, nuint count, int timeoutMilliseconds);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int statx(int folder, string path, int flags, uint wanted, void* status);

    [LibraryImport("libc")]
    internal static partial uint geteuid();
}
