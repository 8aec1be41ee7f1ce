using System;
using System.Runtime.InteropServices;

namespace RingCore.VhostUser.Linux;

/// <summary>The pages that a file is mapped by.</summary>
internal static unsafe class FilePages
{
    private const ulong HugePageFiles = 0x9584_58F6; // HUGETLBFS_MAGIC, linux/magic.h
    private const int StatusBytes = 256; // struct statfs of a 64-bit process has 120: kind and block size first

    /// <summary>Bytes of a page. Of a file in huge pages a mapping that is no multiple of them cannot be taken back.</summary>
    internal static ulong BytesOf(SafeHandle file)
    {
        ulong* status = stackalloc ulong[StatusBytes / sizeof(ulong)];
        bool isHuge = LibC.fstatfs(file, status) == 0 && status[0] == HugePageFiles;
        return isHuge ? status[1] : (ulong)Environment.SystemPageSize;
    }
}
