using System;
using System.Runtime.InteropServices;
using Xunit;

namespace RingCore.Tracking.Tests;

/// <summary>As long as it is there, the kernel gives this process no new descriptor: <c>RLIMIT_NOFILE</c> is 0. For tests that run alone.</summary>
internal sealed unsafe partial class OutOfDescriptors : IDisposable
{
    private const int OpenFiles = 7; // asm-generic/resource.h, which x86-64 and arm64 use

    private readonly (ulong Soft, ulong Hard) _before;

    public OutOfDescriptors()
    {
        (ulong Soft, ulong Hard) limits;
        Assert.Equal(0, getrlimit(OpenFiles, &limits));
        _before = limits;
        limits.Soft = 0;
        Assert.Equal(0, setrlimit(OpenFiles, &limits));
    }

    public void Dispose()
    {
        (ulong Soft, ulong Hard) limits = _before;
        Assert.Equal(0, setrlimit(OpenFiles, &limits));
    }

    [LibraryImport("libc")]
    private static partial int getrlimit(int resource, (ulong Soft, ulong Hard)* limits);

    [LibraryImport("libc")]
    private static partial int setrlimit(int resource, (ulong Soft, ulong Hard)* limits);
}
