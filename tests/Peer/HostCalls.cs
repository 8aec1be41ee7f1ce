using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RingCore.Peer;

/// <summary>What a hostile process calls, past every class of the library.</summary>
public static unsafe partial class HostCalls
{
    public const int NotPermitted = 1; // EPERM
    public const int AccessDenied = 13; // EACCES
    public const int ProtectRead = 1;
    public const int ProtectWrite = 2;
    public const int MapShared = 1;
    public const int PunchHole = 3; // FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE
    public const int AddSeals = 1033; // F_ADD_SEALS
    public const nint Failed = -1;

    /// <summary>Another descriptor of the same open file.</summary>
    public static SafeFileHandle Duplicate(SafeHandle file)
    {
        int descriptor = dup(file);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw new IOException("dup");
    }

    /// <summary>Another open file of the same memory, for reading and writing, as any process of the user can get one.</summary>
    public static SafeFileHandle Reopen(SafeFileHandle file) =>
        File.OpenHandle($"/proc/self/fd/{file.DangerousGetHandle()}", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Whether the kernel has this process among those that <c>membarrier</c> fences from others; true where it is too old to tell.</summary>
    public static bool IsFencedFromOthers()
    {
        const int GetRegistrations = 1 << 9;
        const int GlobalExpedited = 1 << 2;
        nint registrations = syscall(RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 324 : 283, GetRegistrations, 0, 0);
        return registrations < 0 || (registrations & GlobalExpedited) != 0; // Linux 6.3 or later tells
    }

    /// <summary>Sends a byte with more descriptors than the library ever would.</summary>
    public static void SendDescriptors(int socket, SafeFileHandle[] files)
    {
        const int HeaderBytes = 16;
        byte* control = stackalloc byte[HeaderBytes + (files.Length * sizeof(int))];
        nuint controlBytes = (nuint)(HeaderBytes + (files.Length * sizeof(int)));
        *(nuint*)control = controlBytes;
        ((int*)control)[2] = ((int*)control)[3] = 1; // SOL_SOCKET, SCM_RIGHTS
        for (int i = 0; i < files.Length; i++)
            ((int*)(control + HeaderBytes))[i] = (int)files[i].DangerousGetHandle();
        byte data = 1;
        nuint* part = stackalloc nuint[] { (nuint)(&data), 1 };
        nuint* message = stackalloc nuint[] { 0, 0, (nuint)part, 1, (nuint)control, controlBytes, 0 }; // struct msghdr
        if (sendmsg(socket, message, 0) != 1)
            throw new IOException("sendmsg");
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint mmap(nint address, nuint bytes, int protection, int flags, SafeHandle file, nint offset);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int mprotect(nint address, nuint bytes, int protection);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int munmap(nint address, nuint bytes);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int ftruncate(SafeHandle file, long bytes);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fallocate(SafeHandle file, int mode, long offset, long bytes);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint pwrite(SafeHandle file, void* data, nuint bytes, long offset);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fcntl(SafeHandle file, int command, nint argument);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint sendmsg(int socket, nuint* message, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint first, nint second, nint third);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int dup(SafeHandle file);
}
