using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using RingCore.Platform;

namespace RingCore.VhostUser.Linux;

/// <summary>Sleeps until one of several files has something: <c>epoll</c>.</summary>
/// <remarks>
/// Event files are watched by edge (<c>EPOLLET</c>) and never read: a file that a front end handed over may block, and what it counts does not
/// matter. Each write to one wakes.
/// </remarks>
internal sealed unsafe class EventPoll : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private const int Add = 1;
    private const int Delete = 2;
    private const uint Readable = 1;
    private const uint Ended = 0x2000;
    private const uint ByEdge = 1u << 31;
    private const int MaxEntryBytes = 16;

    private readonly SafeFileHandle _poll;

    internal EventPoll()
    {
        int poll = LibC.epoll_create1(CloseOnExec);
        if (poll < 0)
            throw Memfd.Failed("epoll_create1");
        _poll = new SafeFileHandle(poll, ownsHandle: true);
    }

    /// <summary>Watches a socket for messages and its end, as long as there are some.</summary>
    internal void WatchSocket(SafeHandle socket)
    {
        if (!TryAdd(socket, Readable | Ended))
            throw Memfd.Failed("epoll_ctl");
    }

    /// <summary>Watches an event file for writes.</summary>
    /// <returns>False where the kernel refuses it.</returns>
    internal bool TryWatchEvents(SafeHandle file) => TryAdd(file, Readable | ByEdge);

    /// <summary>Watches a file no more. Closing it would not do: the front end holds it open too.</summary>
    internal void Forget(SafeHandle file) => _ = LibC.epoll_ctl(_poll, Delete, file, null);

    /// <summary>Waits; may end early.</summary>
    /// <param name="timeoutMilliseconds">0 or more, or -1: no end.</param>
    internal void Wait(int timeoutMilliseconds)
    {
        byte* entries = stackalloc byte[MaxEntryBytes * 4];
        _ = LibC.epoll_wait(_poll, entries, 4, timeoutMilliseconds);
    }

    /// <inheritdoc/>
    public void Dispose() => _poll.Dispose();

    // struct epoll_event: the events first; where what follows is does not matter, since nobody reads it.
    private bool TryAdd(SafeHandle file, uint events)
    {
        ulong* entry = stackalloc ulong[MaxEntryBytes / sizeof(ulong)];
        entry[0] = events;
        entry[1] = 0;
        return LibC.epoll_ctl(_poll, Add, file, entry) == 0;
    }
}
