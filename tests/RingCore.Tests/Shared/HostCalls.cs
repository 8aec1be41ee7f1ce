using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace RingCore.Tests;

/// <summary>What a hostile process calls, past every class of the library.</summary>
internal static unsafe partial class HostCalls
{
    public const int NotPermitted = 1; // EPERM
    public const int AccessDenied = 13; // EACCES
    public const int ProtectRead = 1;
    public const int ProtectWrite = 2;
    public const int MapShared = 1;
    public const int PunchHole = 3; // FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE
    public const nint Failed = -1;

    /// <summary>Another descriptor of the same open file.</summary>
    public static SafeFileHandle Duplicate(SafeHandle file)
    {
        int descriptor = dup(file);
        Assert.True(descriptor >= 0);
        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int dup(SafeHandle file);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint mmap(nint address, nuint bytes, int protection, int flags, SafeHandle file, nint offset);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int mprotect(nint address, nuint bytes, int protection);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int munmap(nint address, nuint bytes);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int ftruncate(SafeHandle file, long bytes);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fallocate(SafeHandle file, int mode, long offset, long bytes);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint pwrite(SafeHandle file, void* data, nuint bytes, long offset);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fcntl(SafeHandle file, int command, nint argument);
}
