using System;
using System.IO;
using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace RingCore.Platform;

/// <summary>A shared mapping of a named file by the framework's own means: for hosts without sealed files.</summary>
internal sealed unsafe class FileMapping : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    /// <summary>Maps the whole of a file.</summary>
    internal FileMapping(SafeFileHandle file, long bytes, bool isWritable)
    {
        MemoryMappedFileAccess access = isWritable ? MemoryMappedFileAccess.ReadWrite : MemoryMappedFileAccess.Read;
        _file = MemoryMappedFile.CreateFromFile(file, null, bytes, access, HandleInheritability.None, leaveOpen: true);
        _view = _file.CreateViewAccessor(0, bytes, access);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        Start = start;
    }

    /// <summary>First byte of the file.</summary>
    internal byte* Start { get; }

    /// <summary>Makes a file of zeroes that only its owner may open, or opens one.</summary>
    /// <exception cref="IOException">The file cannot be made, or exists already; or cannot be opened.</exception>
    internal static SafeFileHandle OpenFile(string path, bool isNew, bool isWritable)
    {
        FileStreamOptions options = new()
        {
            Mode = isNew ? FileMode.CreateNew : FileMode.Open,
            Access = isWritable ? FileAccess.ReadWrite : FileAccess.Read,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (isNew && !OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options).SafeFileHandle;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
