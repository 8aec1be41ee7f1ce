using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;

namespace LiveCheckpoint.Log;

/// <summary>Makes a folder's entries durable: without it, a new or renamed file may be missing after a power loss.</summary>
internal static partial class DurableFolder
{
    private const int ReadOnly = 0;

    /// <summary>Calls <c>fsync</c> on the folder that holds <paramref name="path"/>. Does nothing on Windows, which has no such call.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    internal static void SyncParentOf(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        int descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
            throw Failure("open", folder);
        try
        {
            if (FSync(descriptor) != 0)
                throw Failure("fsync", folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string call, string folder) =>
        new($"{call} of folder {folder} failed: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
