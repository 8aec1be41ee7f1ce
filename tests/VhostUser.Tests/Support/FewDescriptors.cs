using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace RingCore.Tests;

/// <summary>As long as it is there, the kernel gives this process so many new descriptors and no more: <c>RLIMIT_NOFILE</c>. For tests that run alone.</summary>
internal sealed unsafe partial class FewDescriptors : IDisposable
{
    private const int OpenFiles = 7; // asm-generic/resource.h, which x86-64 and arm64 use

    private readonly (ulong Soft, ulong Hard) _before;

    private FewDescriptors(ulong limit)
    {
        (ulong Soft, ulong Hard) limits;
        Assert.Equal(0, getrlimit(OpenFiles, &limits));
        _before = limits;
        limits.Soft = limit;
        Assert.Equal(0, setrlimit(OpenFiles, &limits));
    }

    /// <summary>Leaves so many, 1 or more: a new descriptor is the lowest free number, and below the limit.</summary>
    public static FewDescriptors Left(int count)
    {
        SafeFileHandle[] next = [.. Enumerable.Range(0, count).Select(_ => File.OpenHandle("/dev/null"))];
        nint last = next.Max(file => file.DangerousGetHandle());
        foreach (SafeFileHandle file in next)
            file.Dispose();
        return new FewDescriptors((ulong)last + 1);
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
