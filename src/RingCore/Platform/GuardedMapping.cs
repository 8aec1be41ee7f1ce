using System;
using System.Runtime.InteropServices;

namespace RingCore.Platform;

/// <summary>A shared mapping of a file between two pages that nobody may touch: an access beyond its ends is a fault and never somebody else's memory.</summary>
internal sealed unsafe class GuardedMapping : IDisposable
{
    private const int ProtectNone = 0;
    private const int ProtectRead = 1;
    private const int ProtectWrite = 2;
    private const int MapShared = 1;
    private const int MapPrivate = 2;
    private const int MapFixed = 0x10;
    private const int MapAnonymous = 0x20;
    private const int MapNoReserve = 0x4000;
    private const nint Failed = -1;

    private readonly nuint _bytes;
    private nint _reserved;

    private GuardedMapping(nint reserved, nuint bytes)
    {
        _reserved = reserved;
        _bytes = bytes;
    }

    /// <summary>First byte of the file; meaningless once disposed.</summary>
    internal byte* Start => (byte*)_reserved + Environment.SystemPageSize;

    /// <summary>Maps the whole of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="bytes">Its size, a multiple of the page size.</param>
    /// <param name="isWritable">Whether the mapping may be written.</param>
    /// <returns>Null where the kernel refuses; errno says why.</returns>
    internal static GuardedMapping? TryMap(SafeHandle file, long bytes, bool isWritable)
    {
        int page = Environment.SystemPageSize;
        nuint reservedBytes = (nuint)bytes + (2 * (nuint)page);
        nint reserved = LibC.mmap(0, reservedBytes, ProtectNone, MapPrivate | MapAnonymous | MapNoReserve, -1, 0);
        if (reserved == Failed)
            return null;
        int protection = isWritable ? ProtectRead | ProtectWrite : ProtectRead;
        if (LibC.mmap(reserved + page, (nuint)bytes, protection, MapShared | MapFixed, file, 0) != Failed)
            return new GuardedMapping(reserved, reservedBytes);
        int error = Marshal.GetLastPInvokeError();
        _ = LibC.munmap(reserved, reservedBytes);
        Marshal.SetLastPInvokeError(error);
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_reserved != 0)
            _ = LibC.munmap(_reserved, _bytes);
        _reserved = 0;
    }
}
