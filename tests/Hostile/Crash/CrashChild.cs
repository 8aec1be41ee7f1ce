using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using RingCore.Hostile.Platform;

namespace RingCore.Hostile.Crash;

/// <summary>A producer or collector as a process of its own: made ahead, sent into work by a message, killed. Its death is the end of its socket.</summary>
internal sealed class CrashChild : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_look = TimeSpan.FromMicroseconds(100);

    private readonly int _process;
    private readonly PeerSocket _socket;

    internal CrashChild(Party party, int process, PeerSocket socket) => (Party, _process, _socket) = (party, process, socket);

    /// <summary>What it is.</summary>
    internal Party Party { get; }

    /// <summary>Whether it is dead.</summary>
    internal bool IsDead => _socket.IsPeerGone;

    /// <summary>Sends it into work.</summary>
    /// <param name="files">What it works on.</param>
    /// <exception cref="IOException">It takes no orders.</exception>
    internal void Go(params ReadOnlySpan<SafeFileHandle> files)
    {
        PeerStatus status = _socket.Send([1], files, s_limit);
        if (status != PeerStatus.Done)
            throw new IOException($"A {Party} that was made ahead takes no orders: {status}.");
    }

    /// <summary>The next message with files that it has sent; empty where there is none, dead or not.</summary>
    internal SafeFileHandle[] TakeFiles() =>
        _socket.Receive(stackalloc byte[1], out _, out SafeFileHandle[] files, TimeSpan.Zero) == PeerStatus.Done ? files : [];

    /// <summary>Waits for its death.</summary>
    internal bool WaitForDeath(TimeSpan timeout)
    {
        long start = Stopwatch.GetTimestamp();
        while (!IsDead)
        {
            if (Stopwatch.GetElapsedTime(start) > timeout)
                return false;
            Thread.Sleep(s_look);
        }

        return true;
    }

    /// <summary>Kills it with SIGKILL.</summary>
    /// <exception cref="IOException">It does not die.</exception>
    internal void Kill()
    {
        if (IsDead)
            return;
        Forking.Kill(_process);
        if (!WaitForDeath(s_limit))
            throw new IOException($"A {Party} does not die.");
    }

    public void Dispose()
    {
        Kill();
        _socket.Dispose();
    }
}
