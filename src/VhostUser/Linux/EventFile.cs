using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using RingCore.Platform;

namespace RingCore.VhostUser.Linux;

/// <summary>An <c>eventfd</c> of the front end's.</summary>
internal static unsafe class EventFile
{
    private const int GetStatusFlags = 3;
    private const int SetStatusFlags = 4;
    private const int NonBlocking = 0x800;

    /// <summary>Judges a file that a front end handed over, and lets writes to it fail rather than wait.</summary>
    /// <returns>False where it is no event file.</returns>
    internal static bool TryAdopt(SafeFileHandle file)
    {
        string? target = new FileInfo($"/proc/self/fd/{file.DangerousGetHandle()}").LinkTarget;
        if (target is null || !target.StartsWith("anon_inode:[eventfd", StringComparison.Ordinal))
            return false;
        int flags = RingCore.Platform.LibC.fcntl(file, GetStatusFlags, 0);
        return flags >= 0 && RingCore.Platform.LibC.fcntl(file, SetStatusFlags, flags | NonBlocking) == 0;
    }

    /// <summary>Adds one. A full counter says already what it should.</summary>
    internal static void Signal(SafeHandle file)
    {
        if (!PeerMessages.Wait(file, forMessage: false, 0))
            return;
        ulong one = 1;
        _ = LibC.write(file, &one, sizeof(ulong));
    }
}
