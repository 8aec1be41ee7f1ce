using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LiveCheckpoint.Sqlite;

/// <summary>
/// The C side of <see cref="ImageFile"/>: SQLite calls these. No exception may pass into SQLite's frames, so a failed write
/// becomes an I/O error, which SQLite reports and rolls back.
/// </summary>
internal static unsafe class ImageFileCalls
{
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int Close(VfsFile* file)
    {
        GCHandle.FromIntPtr(file->ImageHandle).Free();
        file->Methods = null;
        return NativeSqlite.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int Read(VfsFile* file, byte* target, int bytes, long offset) =>
        file->Image.Read(new Span<byte>(target, bytes), offset) ? NativeSqlite.Ok : NativeSqlite.IoErrorShortRead;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int Write(VfsFile* file, byte* source, int bytes, long offset)
    {
        try
        {
            return file->Image.Write(new ReadOnlySpan<byte>(source, bytes), offset) ? NativeSqlite.Ok : NativeSqlite.Full;
        }
#pragma warning disable CA1031 // Whatever it is, it must not unwind through native frames.
        catch (Exception)
#pragma warning restore CA1031
        {
            return NativeSqlite.IoError;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int Truncate(VfsFile* file, long bytes)
    {
        file->Image.Truncate(bytes);
        return NativeSqlite.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int Sync(VfsFile* file, int flags) => NativeSqlite.Ok;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int FileSize(VfsFile* file, long* bytes)
    {
        *bytes = file->Image.SizeBytes;
        return NativeSqlite.Ok;
    }

    // One connection, locked exclusively: there is nobody to lock out.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int Lock(VfsFile* file, int level) => NativeSqlite.Ok;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int CheckReservedLock(VfsFile* file, int* reserved)
    {
        *reserved = 0;
        return NativeSqlite.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int FileControl(VfsFile* file, int operation, void* argument) => NativeSqlite.NotFound;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int SectorSize(VfsFile* file) => 0;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int DeviceCharacteristics(VfsFile* file) => 0;
}
