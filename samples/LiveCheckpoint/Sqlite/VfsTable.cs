using System.Runtime.InteropServices;

namespace LiveCheckpoint.Sqlite;

/// <summary><c>struct sqlite3_vfs</c>, version 1: the functions by which SQLite reaches files.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct VfsTable
{
    internal int Version;
    internal int FileBytes;
    internal int MaxPathBytes;
    internal VfsTable* Next;
    internal byte* Name;
    internal void* ApplicationState;
    internal delegate* unmanaged[Cdecl]<VfsTable*, byte*, VfsFile*, int, int*, int> Open;
    internal delegate* unmanaged[Cdecl]<VfsTable*, byte*, int, int> Delete;
    internal delegate* unmanaged[Cdecl]<VfsTable*, byte*, int, int*, int> Access;
    internal delegate* unmanaged[Cdecl]<VfsTable*, byte*, int, byte*, int> FullPathname;

    // Loading of extensions: never asked for here, so never called.
    internal void* LibraryOpen;
    internal void* LibraryError;
    internal void* LibrarySymbol;
    internal void* LibraryClose;
    internal delegate* unmanaged[Cdecl]<VfsTable*, int, byte*, int> Randomness;
    internal delegate* unmanaged[Cdecl]<VfsTable*, int, int> Sleep;
    internal delegate* unmanaged[Cdecl]<VfsTable*, double*, int> CurrentTime;
    internal delegate* unmanaged[Cdecl]<VfsTable*, int, byte*, int> LastError;
}
