using System.Runtime.InteropServices;

namespace RingCore.VhostUser.Linux;

/// <summary>The functions of Linux's C library that only this assembly calls. Those that can fail leave errno in <see cref="Marshal.GetLastPInvokeError"/>.</summary>
internal static unsafe partial class LibC
{
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int epoll_ctl(SafeHandle poll, int operation, SafeHandle file, void* entry);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int epoll_wait(SafeHandle poll, void* entries, int count, int timeoutMilliseconds);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint write(SafeHandle file, void* bytes, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fstatfs(SafeHandle file, void* status);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int eventfd(uint count, int flags);
}
