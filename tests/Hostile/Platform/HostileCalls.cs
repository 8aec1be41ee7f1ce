using System.Runtime.InteropServices;

namespace RingCore.Hostile.Platform;

/// <summary>The calls by which a peer may try to pull shared memory away from under others. Those that fail leave errno.</summary>
/// <remarks>fcntl and open are variadic in C; on x86-64 and arm64 Linux a variadic call passes integer arguments as any other.</remarks>
internal static unsafe partial class HostileCalls
{
    internal const nint Failed = -1;

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int ftruncate(SafeHandle file, long bytes);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fallocate(SafeHandle file, int mode, long offset, long bytes);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fcntl(SafeHandle file, int command, nint argument);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int open(string path, int flags, int mode);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint pwrite(int file, void* bytes, nuint count, long offset);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint mmap(nint address, nuint bytes, int protection, int flags, SafeHandle file, nint offset);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int mprotect(void* start, nuint bytes, int protection);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int madvise(void* start, nuint bytes, int advice);

    [LibraryImport("libc")]
    internal static partial int munmap(nint start, nuint bytes);

    [LibraryImport("libc")]
    internal static partial int close(int file);
}
