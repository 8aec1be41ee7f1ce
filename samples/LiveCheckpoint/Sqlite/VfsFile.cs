using System.Runtime.InteropServices;

namespace LiveCheckpoint.Sqlite;

/// <summary><c>struct sqlite3_file</c> and what follows it in the memory that SQLite gives to an open file: a handle to our object.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct VfsFile
{
    internal FileTable* Methods;
    internal nint ImageHandle;

    internal readonly ImageFile Image => (ImageFile)GCHandle.FromIntPtr(ImageHandle).Target!;
}
