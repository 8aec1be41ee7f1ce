using System.Runtime.InteropServices;

namespace LiveCheckpoint.Sqlite;

/// <summary>The two calls of SQLite's C interface that Microsoft.Data.Sqlite does not offer, and the codes they speak in.</summary>
internal static unsafe partial class NativeSqlite
{
    internal const int Ok = 0;
    internal const int IoError = 10;
    internal const int NotFound = 12;
    internal const int Full = 13;
    internal const int CannotOpen = 14;
    internal const int IoErrorShortRead = IoError | (2 << 8);

    // The name under which the package SourceGear.sqlite3 ships the library: the same one that Microsoft.Data.Sqlite loads,
    // so a VFS registered here is known there.
    private const string Library = "e_sqlite3";

    /// <summary>Makes <paramref name="schema"/> an in-memory database whose file is <paramref name="image"/>, used in place.</summary>
    /// <param name="database">The <c>sqlite3*</c>.</param>
    /// <param name="schema">"main".</param>
    /// <param name="image">The buffer; it must outlive the connection.</param>
    /// <param name="usedBytes">Bytes that already hold a database; 0 for an empty one.</param>
    /// <param name="capacityBytes">Bytes that the database may grow to.</param>
    /// <param name="flags">0: SQLite neither frees nor reallocates the buffer.</param>
    [LibraryImport(Library, EntryPoint = "sqlite3_deserialize", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Deserialize(nint database, string schema, byte* image, long usedBytes, long capacityBytes, uint flags);

    /// <summary>Makes a file system known to SQLite under its name, for the rest of the process's life.</summary>
    [LibraryImport(Library, EntryPoint = "sqlite3_vfs_register")]
    internal static partial int RegisterVfs(VfsTable* vfs, int makeDefault);
}
