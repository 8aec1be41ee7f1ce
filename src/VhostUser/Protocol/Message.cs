using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RingCore.VhostUser.Protocol;

/// <summary>A message that has come whole. Its payload is valid until the next one; its files are closed with it unless they are taken.</summary>
internal readonly ref struct Message(MessageHead head, ReadOnlySpan<byte> payload, SafeFileHandle?[] files)
{
    // The low byte of a file message's number names the queue, the next bit says that there is no file.
    private const ulong QueueMask = 0xFF;
    private const ulong NoFile = 0x100;

    internal readonly MessageHead Head = head;
    internal readonly ReadOnlySpan<byte> Payload = payload;

    private readonly SafeFileHandle?[] _files = files;

    internal int FileCount => _files.Length;

    internal bool NeedsReply => (Head.Flags & MessageHead.NeedsReply) != 0;

    /// <summary>The payload where it is one number.</summary>
    internal ulong Number => Read<ulong>();

    /// <summary>The queue that a kick, call or error file is for.</summary>
    internal uint FileQueue => (uint)(Number & QueueMask);

    /// <summary>Whether a kick, call or error message has a file, and says so; nothing else is set in its number.</summary>
    internal bool IsFileMessage => (Number & ~(QueueMask | NoFile)) == 0 && FileCount == ((Number & NoFile) == 0 ? 1 : 0);

    /// <summary>The payload, whose size has been checked.</summary>
    internal T Read<T>()
        where T : unmanaged => MemoryMarshal.Read<T>(Payload);

    /// <summary>Takes a file over from the message.</summary>
    /// <returns>Null where there is none.</returns>
    internal SafeFileHandle? TakeFile(int i)
    {
        SafeFileHandle? file = i < _files.Length ? _files[i] : null;
        if (file is not null)
            _files[i] = null;
        return file;
    }

    /// <summary>Closes the files that nobody took.</summary>
    internal void CloseFiles()
    {
        foreach (SafeFileHandle? file in _files)
            file?.Dispose();
    }
}
