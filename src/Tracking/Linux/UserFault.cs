using System.Runtime.InteropServices;

namespace RingCore.Tracking.Linux;

/// <summary>Names of Linux's <c>include/uapi/linux/userfaultfd.h</c>. The ioctl numbers are the same on x86-64 and arm64.</summary>
internal static class UserFault
{
    internal const int OpenFlags = 0x80000 | 0x800 | UserModeOnly; // O_CLOEXEC, O_NONBLOCK

    internal const uint ApiRequest = 0xC018AA3F;
    internal const uint RegisterRequest = 0xC020AA00;
    internal const uint WriteProtectRequest = 0xC018AA06;

    internal const ulong ApiVersion = 0xAA;
    internal const ulong FeatureWriteProtectUnpopulated = 1UL << 13;
    internal const ulong FeatureWriteProtectAsync = 1UL << 15;
    internal const ulong RegisterModeWriteProtect = 1UL << 1;
    internal const ulong WriteProtectModeOn = 1UL << 0;

    /// <summary>
    /// Faults of the kernel's own accesses are not delivered, which is what lets an ordinary user have the descriptor (Linux 5.11).
    /// </summary>
    private const int UserModeOnly = 1;

    /// <summary><c>struct uffdio_api</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Api
    {
        internal ulong Version;
        internal ulong Features;
        internal ulong Ioctls;
    }

    /// <summary><c>struct uffdio_register</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Register
    {
        internal ulong Start;
        internal ulong Bytes;
        internal ulong Mode;
        internal ulong Ioctls;
    }

    /// <summary><c>struct uffdio_writeprotect</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct WriteProtect
    {
        internal ulong Start;
        internal ulong Bytes;
        internal ulong Mode;
    }
}
