using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using static RingCore.Peer.HostCalls;

namespace RingCore.Peer;

/// <summary>Everything that a process can do to a region beyond reading and writing it where it may; each must be refused by the kernel.</summary>
public static unsafe class Attack
{
    /// <summary>Tries what would pull a region away from under the other side.</summary>
    /// <param name="file">The region, by any descriptor.</param>
    /// <param name="bytes">Its size.</param>
    /// <returns>What was tried, with the errno of its refusal, 0 where it was not refused.</returns>
    public static IEnumerable<(string Act, int Error)> Shape(SafeFileHandle file, long bytes)
    {
        yield return ("ftruncate to 0", Error(ftruncate(file, 0)));
        yield return ("ftruncate to a page less", Error(ftruncate(file, bytes - Environment.SystemPageSize)));
        yield return ("ftruncate to a page more", Error(ftruncate(file, bytes + Environment.SystemPageSize)));
        yield return ("fallocate beyond the end", Error(fallocate(file, 0, bytes, Environment.SystemPageSize)));
        yield return ("F_ADD_SEALS", Error(fcntl(file, AddSeals, (nint)RegionSeals.FutureWrite)));
    }

    /// <summary>Tries what would let the collector write the told region.</summary>
    /// <param name="file">The region, by any descriptor.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="mapped">A mapping of it for reading.</param>
    public static IEnumerable<(string Act, int Error)> Write(SafeFileHandle file, long bytes, nint mapped)
    {
        yield return ("mmap for writing", Map(file, bytes, ProtectRead | ProtectWrite));
        yield return ("mmap for writing alone", Map(file, bytes, ProtectWrite));
        yield return ("mmap for reading, mprotect for writing", MapThenProtect(file, bytes));
        yield return ("mprotect of the library's own mapping", Error(mprotect(mapped, (nuint)bytes, ProtectRead | ProtectWrite)));
        yield return ("write", Write(file));
        yield return ("fallocate, a hole", Error(fallocate(file, PunchHole, 0, Environment.SystemPageSize)));
    }

    private static int Map(SafeFileHandle file, long bytes, int protection)
    {
        nint start = mmap(0, (nuint)bytes, protection, MapShared, file, 0);
        int error = start == Failed ? Marshal.GetLastPInvokeError() : 0;
        if (start != Failed)
            _ = munmap(start, (nuint)bytes);
        return error;
    }

    private static int MapThenProtect(SafeFileHandle file, long bytes)
    {
        nint start = mmap(0, (nuint)bytes, ProtectRead, MapShared, file, 0);
        if (start == Failed)
            return -1; // reading must be allowed
        int error = Error(mprotect(start, (nuint)bytes, ProtectRead | ProtectWrite));
        _ = munmap(start, (nuint)bytes);
        return error;
    }

    private static int Write(SafeFileHandle file)
    {
        ulong word = ulong.MaxValue;
        return Error((int)pwrite(file, &word, sizeof(ulong), 0));
    }

    private static int Error(int result) => result < 0 ? Marshal.GetLastPInvokeError() : 0;
}
