using System.Runtime.InteropServices;

namespace LiveCheckpoint.Sqlite;

/// <summary><c>struct sqlite3_io_methods</c>, version 1: what SQLite can do with an open file. No shared memory, so no WAL.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FileTable
{
    internal int Version;
    internal delegate* unmanaged[Cdecl]<VfsFile*, int> Close;
    internal delegate* unmanaged[Cdecl]<VfsFile*, byte*, int, long, int> Read;
    internal delegate* unmanaged[Cdecl]<VfsFile*, byte*, int, long, int> Write;
    internal delegate* unmanaged[Cdecl]<VfsFile*, long, int> Truncate;
    internal delegate* unmanaged[Cdecl]<VfsFile*, int, int> Sync;
    internal delegate* unmanaged[Cdecl]<VfsFile*, long*, int> FileSize;
    internal delegate* unmanaged[Cdecl]<VfsFile*, int, int> Lock;
    internal delegate* unmanaged[Cdecl]<VfsFile*, int, int> Unlock;
    internal delegate* unmanaged[Cdecl]<VfsFile*, int*, int> CheckReservedLock;
    internal delegate* unmanaged[Cdecl]<VfsFile*, int, void*, int> FileControl;
    internal delegate* unmanaged[Cdecl]<VfsFile*, int> SectorSize;
    internal delegate* unmanaged[Cdecl]<VfsFile*, int> DeviceCharacteristics;
}
