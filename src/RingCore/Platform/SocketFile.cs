using System.IO;
using System.Runtime.InteropServices;

namespace RingCore.Platform;

/// <summary>The name of a socket in the file system.</summary>
internal static unsafe class SocketFile
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const uint TypeWanted = 1; // STATX_TYPE
    private const int StatusBytes = 256; // struct statx
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000;
    private const int SocketType = 0xC000;
    private const int NoEntry = 2;

    /// <summary>Deletes a socket that is left at a path. Whatever else is there stays.</summary>
    /// <exception cref="IOException">Something else is there, or the kernel does not say what.</exception>
    internal static void DeleteLeft(string path)
    {
        ulong* status = stackalloc ulong[StatusBytes / sizeof(ulong)];
        if (LibC.statx(CurrentFolder, path, NoFollow, TypeWanted, status) != 0)
        {
            if (Marshal.GetLastPInvokeError() == NoEntry)
                return;
            throw Memfd.Failed("statx");
        }

        if ((((ushort*)status)[ModeOffset / sizeof(ushort)] & TypeMask) != SocketType)
            throw new IOException($"{path} is there and is no socket that was left from before.");
        File.Delete(path);
    }
}
