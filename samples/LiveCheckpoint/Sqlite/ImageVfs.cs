using System;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Threading;

namespace LiveCheckpoint.Sqlite;

/// <summary>
/// A small file system for SQLite in which each file is an <see cref="ImageFile"/>: the write barrier. Only files that
/// were offered can be opened, so the journal must be in memory, and a write that bypasses the barrier is impossible rather than unlikely.
/// </summary>
internal static unsafe class ImageVfs
{
    /// <summary>What <c>Vfs=</c> names in a connection string.</summary>
    internal const string Name = "ringcore";

    private const double JulianDayOfUnixEpoch = 2440587.5;

    private static readonly ConcurrentDictionary<string, ImageFile> s_offered = new();
    private static readonly FileTable* s_fileTable = MakeFileTable();
    private static readonly VfsTable* s_table = Register();
    private static int s_names;

    /// <summary>Makes a file openable; returns the name to open it by, which no other file has.</summary>
    internal static string Offer(ImageFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (s_table is null)
            throw new InvalidOperationException("SQLite has refused the registration of the sample's file system.");
        string name = $"image-{Interlocked.Increment(ref s_names)}";
        s_offered[name] = file;
        return name;
    }

    /// <summary>Forgets a name. A connection that has the file open keeps it.</summary>
    internal static void Withdraw(string name) => s_offered.TryRemove(name, out _);

    // Both tables belong to SQLite from here on, for as long as the process lives, so nothing frees them.
    private static VfsTable* Register()
    {
        VfsTable* table = (VfsTable*)NativeMemory.AllocZeroed((nuint)sizeof(VfsTable));
        table->Version = 1;
        table->FileBytes = sizeof(VfsFile);
        table->MaxPathBytes = 256;
        table->Name = (byte*)Marshal.StringToCoTaskMemUTF8(Name);
        table->Open = &Open;
        table->Delete = &Delete;
        table->Access = &Access;
        table->FullPathname = &FullPathname;
        table->Randomness = &Randomness;
        table->Sleep = &Sleep;
        table->CurrentTime = &CurrentTime;
        table->LastError = &LastError;
        return NativeSqlite.RegisterVfs(table, makeDefault: 0) == NativeSqlite.Ok ? table : null;
    }

    private static FileTable* MakeFileTable()
    {
        FileTable* table = (FileTable*)NativeMemory.AllocZeroed((nuint)sizeof(FileTable));
        table->Version = 1;
        table->Close = &ImageFileCalls.Close;
        table->Read = &ImageFileCalls.Read;
        table->Write = &ImageFileCalls.Write;
        table->Truncate = &ImageFileCalls.Truncate;
        table->Sync = &ImageFileCalls.Sync;
        table->FileSize = &ImageFileCalls.FileSize;
        table->Lock = &ImageFileCalls.Lock;
        table->Unlock = &ImageFileCalls.Lock;
        table->CheckReservedLock = &ImageFileCalls.CheckReservedLock;
        table->FileControl = &ImageFileCalls.FileControl;
        table->SectorSize = &ImageFileCalls.SectorSize;
        table->DeviceCharacteristics = &ImageFileCalls.DeviceCharacteristics;
        return table;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(VfsTable* vfs, byte* name, VfsFile* file, int flags, int* outFlags)
    {
        // SQLite calls Close only when the method table is set: leave it null on refusal.
        file->Methods = null;
        if (Marshal.PtrToStringUTF8((nint)name) is not { } key || !s_offered.TryGetValue(key, out ImageFile? image))
        {
            return NativeSqlite.CannotOpen;
        }
        file->ImageHandle = GCHandle.ToIntPtr(GCHandle.Alloc(image));
        file->Methods = s_fileTable;
        if (outFlags is not null)
            *outFlags = flags;
        return NativeSqlite.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(VfsTable* vfs, byte* name, int syncFolder) => NativeSqlite.Ok;

    // Asked about journals and write-ahead logs: there are none.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Access(VfsTable* vfs, byte* name, int flags, int* result)
    {
        *result = 0;
        return NativeSqlite.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FullPathname(VfsTable* vfs, byte* name, int fullBytes, byte* full)
    {
        ReadOnlySpan<byte> source = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name);
        if (source.Length >= fullBytes)
            return NativeSqlite.CannotOpen;
        source.CopyTo(new Span<byte>(full, fullBytes));
        full[source.Length] = 0;
        return NativeSqlite.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Randomness(VfsTable* vfs, int bytes, byte* target)
    {
        RandomNumberGenerator.Fill(new Span<byte>(target, bytes));
        return bytes;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sleep(VfsTable* vfs, int microseconds)
    {
        Thread.Sleep(TimeSpan.FromMicroseconds(microseconds));
        return microseconds;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CurrentTime(VfsTable* vfs, double* julianDay)
    {
        *julianDay = JulianDayOfUnixEpoch + (DateTime.UtcNow - DateTime.UnixEpoch).TotalDays;
        return NativeSqlite.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int LastError(VfsTable* vfs, int bytes, byte* message) => 0;
}
