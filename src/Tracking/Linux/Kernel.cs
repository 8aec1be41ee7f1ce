using System;
using System.Runtime.InteropServices;

namespace RingCore.Tracking.Linux;

/// <summary>The running kernel, as far as page protection needs it. Virtual so that a test can be an older or a stricter one.</summary>
internal unsafe class Kernel
{
    private const int ReadOnlyCloseOnExec = 0x80000;
    private const int AdviseNoHugePage = 15;

    /// <summary>Whether the process runs on Linux.</summary>
    internal virtual bool IsLinux => OperatingSystem.IsLinux();

    /// <summary>The process's instruction set.</summary>
    internal virtual Architecture Architecture => RuntimeInformation.ProcessArchitecture;

    /// <summary>Bytes of a page of the host.</summary>
    internal virtual int PageBytes => Environment.SystemPageSize;

    /// <summary>Opens a <c>userfaultfd</c>.</summary>
    /// <returns>Its descriptor, or the negative errno.</returns>
    internal virtual int OpenUserFault(int flags) =>
        // asm/unistd_64.h of x86; asm-generic/unistd.h, which arm64 uses.
        Result((int)LibC.syscall(Architecture == Architecture.X64 ? 323 : 282, flags));

    /// <summary>Opens the process's page map for reading.</summary>
    /// <returns>Its descriptor, or the negative errno.</returns>
    internal virtual int OpenPageMap() => Result(LibC.open("/proc/self/pagemap", ReadOnlyCloseOnExec));

    /// <summary>Carries out an ioctl.</summary>
    /// <returns>0 or more, or the negative errno.</returns>
    internal virtual int Control(int file, uint request, void* argument) => Result(LibC.ioctl(file, request, argument));

    /// <summary>Asks for pages of the smallest size in a range.</summary>
    internal virtual void RefuseHugePages(void* start, nuint bytes) =>
        _ = LibC.madvise(start, bytes, AdviseNoHugePage); // EINVAL where the kernel has no huge pages: then there is nothing to refuse

    /// <summary>Closes a descriptor.</summary>
    internal virtual void Close(int file) => _ = LibC.close(file);

    private static int Result(int result) => result < 0 ? -Marshal.GetLastPInvokeError() : result;
}
