using System;
using System.IO;
using System.Net.Sockets;
using RingCore.Platform;

namespace RingCore;

/// <summary>Waits for peers of the same user at a path in a folder that nobody else may enter. Linux only. One thread at a time.</summary>
public sealed class PeerListener : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly Socket _socket;
    private bool _isDisposed;

    /// <summary>Listens.</summary>
    /// <param name="path">
    /// Where; a socket that is left there from before is replaced. Its folder is made where there is none, and must be open to its owner alone.
    /// </param>
    /// <exception cref="ArgumentException">The path is longer than the kernel takes, about 100 bytes.</exception>
    /// <exception cref="IOException">Others may enter the folder, or something else is at the path, if only an empty file or a link.</exception>
    /// <exception cref="SocketException">The kernel refuses.</exception>
    /// <exception cref="PlatformNotSupportedException">The host is not Linux.</exception>
    public PeerListener(string path)
    {
        PeerSocket.RefuseElsewhere();
        Path = System.IO.Path.GetFullPath(path);
        string folder = System.IO.Path.GetDirectoryName(Path)!;
        if (OperatingSystem.IsLinux())
        {
            Directory.CreateDirectory(folder, OwnerOnly);
            if ((File.GetUnixFileMode(folder) & ~OwnerOnly) != 0)
                throw new IOException($"Others may enter {folder}: a listener's folder is its owner's alone.");
        }

        UnixDomainSocketEndPoint end = new(Path); // refuses a path that is too long: before anything is deleted or opened
        SocketFile.DeleteLeft(Path);
        _socket = new Socket(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);
        try
        {
            _socket.Bind(end);
            _socket.Listen();
        }
        catch (SocketException)
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>Where it listens.</summary>
    public string Path { get; }

    /// <summary>Waits for the next peer. One of another user is sent away.</summary>
    /// <param name="timeout">0 to <see cref="int.MaxValue"/> milliseconds, or infinite.</param>
    /// <param name="peer">The connection, where the answer is <see cref="PeerStatus.Done"/>.</param>
    /// <returns><see cref="PeerStatus.Done"/>, <see cref="PeerStatus.TimedOut"/> or <see cref="PeerStatus.OtherUser"/>.</returns>
    /// <exception cref="ObjectDisposedException">The listener is closed.</exception>
    public PeerStatus Accept(TimeSpan timeout, out PeerSocket? peer)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Waiter.Deadline deadline = Waiter.Deadline.After(timeout);
        peer = null;
        while (!PeerMessages.Wait(_socket.SafeHandle, forMessage: true, deadline.RemainingMilliseconds))
        {
            if (deadline.IsOver)
                return PeerStatus.TimedOut;
        }

        return PeerSocket.Accept(_socket.Accept(), out peer);
    }

    /// <summary>Listens no more, and deletes the socket's name.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _socket.Dispose();
        File.Delete(Path);
    }
}
