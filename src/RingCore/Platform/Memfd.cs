using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RingCore.Platform;

/// <summary>Anonymous files of Linux that can be sealed: <c>memfd_create</c> and the seals of <c>fcntl</c>.</summary>
internal static class Memfd
{
    // linux/memfd.h and linux/fcntl.h: the same on every architecture.
    private const uint CloseOnExec = 1;
    private const uint AllowSealing = 2;
    private const uint NoExecSeal = 8;
    private const int GetDescriptorFlags = 1;
    private const int SetDescriptorFlags = 2;
    private const int AddSealsCommand = 1033;
    private const int GetSealsCommand = 1034;
    private const int CloseOnExecFlag = 1;

    // asm-generic/fcntl.h, which x86-64 and arm64 use for these.
    private const int OpenReadOnly = 0;
    private const int OpenNoTerminal = 0x100;
    private const int OpenNonBlocking = 0x800;
    private const int OpenCloseOnExec = 0x80000;

    /// <summary>Whether the host can have such files.</summary>
    internal static bool IsSupported => OperatingSystem.IsLinux();

    /// <summary>Makes a file of zeroes that is closed on exec, can be sealed and cannot be executed.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    internal static SafeFileHandle Create(string name, long bytes)
    {
        int descriptor = LibC.memfd_create(name, CloseOnExec | AllowSealing | NoExecSeal);
        if (descriptor < 0 && Marshal.GetLastPInvokeError() == LibC.InvalidArgument)
            descriptor = LibC.memfd_create(name, CloseOnExec | AllowSealing); // before Linux 6.3
        if (descriptor < 0)
            throw Failed("memfd_create");
        SafeFileHandle file = new(descriptor, ownsHandle: true);
        if (LibC.ftruncate(file, bytes) == 0)
            return file;
        IOException why = Failed("ftruncate");
        file.Dispose();
        throw why;
    }

    /// <summary>Opens a file for reading. Does not wait, even where the path has become a pipe's meanwhile.</summary>
    /// <returns>Null where it is gone, or the kernel refuses.</returns>
    internal static SafeFileHandle? TryOpenForReading(string path)
    {
        int descriptor = LibC.open(path, OpenReadOnly | OpenCloseOnExec | OpenNonBlocking | OpenNoTerminal);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Adds seals, for ever.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    internal static void AddSeals(SafeHandle file, RegionSeals seals)
    {
        if (LibC.fcntl(file, AddSealsCommand, (nint)seals) != 0)
            throw Failed("F_ADD_SEALS");
    }

    /// <summary>The seals of a file.</summary>
    /// <returns>False where it is of a kind that cannot have any.</returns>
    internal static bool TryGetSeals(SafeHandle file, out RegionSeals seals)
    {
        int result = LibC.fcntl(file, GetSealsCommand, 0);
        seals = result < 0 ? RegionSeals.None : (RegionSeals)result;
        return result >= 0;
    }

    /// <summary>Whether a child process gets the descriptor, under the same number.</summary>
    internal static bool IsInheritable(SafeHandle file) => (LibC.fcntl(file, GetDescriptorFlags, 0) & CloseOnExecFlag) == 0;

    /// <summary>Lets children have the descriptor, or not.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    internal static void SetInheritable(SafeHandle file, bool isInheritable)
    {
        if (LibC.fcntl(file, SetDescriptorFlags, isInheritable ? 0 : CloseOnExecFlag) != 0)
            throw Failed("F_SETFD");
    }

    internal static IOException Failed(string call) => new($"{call}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
}
