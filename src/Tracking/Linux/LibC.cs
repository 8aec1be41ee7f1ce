using System.Runtime.InteropServices;

namespace RingCore.Tracking.Linux;

/// <summary>
/// The functions of Linux's C library that this assembly calls. Those that can fail leave errno in <see
/// cref="Marshal.GetLastPInvokeError"/>.
/// </summary>
internal static unsafe partial class LibC
{
    private const int ProtectRead = 1;
    private const int ProtectWrite = 2;
    private const int MapPrivate = 2;
    private const int MapAnonymousFlag = 0x20;
    private const int MapNoReserve = 0x4000;
    private const nint Failed = -1;

    /// <summary>
    /// Maps private memory of zeros at a page boundary. Nothing is reserved for it, so that a host may track far more address space than it
    /// has memory, as long as it writes little of it.
    /// </summary>
    /// <returns>Null where the kernel refuses.</returns>
    internal static byte* MapAnonymous(nuint bytes)
    {
        nint start = mmap(0, bytes, ProtectRead | ProtectWrite, MapPrivate | MapAnonymousFlag | MapNoReserve, -1, 0);
        return start == Failed ? null : (byte*)start;
    }

    /// <summary>Gives a mapping back.</summary>
    internal static void Unmap(byte* start, nuint bytes) => _ = munmap((nint)start, bytes);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint syscall(nint number, nint argument);

    // Variadic in C; on x86-64 and arm64 Linux a variadic call passes integer arguments as any other.
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int ioctl(int file, nuint request, void* argument);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int open(string path, int flags);

    [LibraryImport("libc")]
    internal static partial int close(int file);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int madvise(void* start, nuint bytes, int advice);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial long lseek(SafeHandle file, long offset, int whence);

    [LibraryImport("libc")]
    private static partial nint mmap(nint address, nuint bytes, int protection, int flags, int file, nint offset);

    [LibraryImport("libc")]
    private static partial int munmap(nint address, nuint bytes);
}
