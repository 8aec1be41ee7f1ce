using System.Runtime.InteropServices;

namespace RingCore.Tracking.Linux;

/// <summary><c>struct pm_scan_arg</c> of Linux's <c>include/uapi/linux/fs.h</c>, and the names that go with it (Linux 6.7).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PageMapScan
{
    internal const uint Request = 0xC0606610;

    /// <summary>Protects again what matches, in the same step.</summary>
    internal const ulong ProtectMatching = 1UL << 0;

    /// <summary>Fails where the range is not under asynchronous write protection.</summary>
    internal const ulong CheckAsync = 1UL << 1;

    internal const ulong PageIsWritten = 1UL << 1;

    /// <summary>Size of this structure in bytes.</summary>
    internal ulong Size;
    internal ulong Flags;
    internal ulong Start;
    internal ulong End;

    /// <summary>Set by the kernel: where the walk stopped, <see cref="End"/> where it did not run out of room.</summary>
    internal ulong WalkEnd;

    /// <summary>Address of an array of <see cref="Region"/>.</summary>
    internal ulong Vector;
    internal ulong VectorLength;
    internal ulong MaxPages;
    internal ulong CategoryInverted;
    internal ulong CategoryMask;
    internal ulong CategoryAnyOfMask;
    internal ulong ReturnMask;

    /// <summary><c>struct page_region</c>: neighbouring pages of the same categories.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Region
    {
        internal ulong Start;
        internal ulong End;
        internal ulong Categories;
    }
}
