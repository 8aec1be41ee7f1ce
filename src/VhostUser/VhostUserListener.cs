using System;
using System.IO;
using System.Net.Sockets;
using RingCore.Platform;

namespace RingCore.VhostUser;

/// <summary>Waits for front ends at a path. Who may connect is who may write the socket there: at first its owner alone. Linux only. One thread at a time.</summary>
public sealed class VhostUserListener : IDisposable
{
    private readonly Socket _socket;
    private readonly VhostUserOptions _options;
    private bool _isDisposed;

    /// <summary>Listens.</summary>
    /// <param name="path">Where; a socket that is left there from before is replaced.</param>
    /// <param name="options">What the device offers to each front end.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="IOException">Something else is there, if only an empty file or a link.</exception>
    /// <exception cref="SocketException">The kernel refuses.</exception>
    /// <exception cref="PlatformNotSupportedException">The host is not Linux.</exception>
    public VhostUserListener(string path, VhostUserOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("vhost-user runs on Linux only.");
        options.Check();
        _options = options;
        Path = System.IO.Path.GetFullPath(path);
        SocketFile.DeleteLeft(Path);
        _socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            _socket.Bind(new UnixDomainSocketEndPoint(Path));
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite); // before anyone can connect
            _socket.Listen();
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>Where it listens.</summary>
    public string Path { get; }

    /// <summary>Waits for the next front end.</summary>
    /// <param name="timeout">0 to <see cref="int.MaxValue"/> milliseconds, or infinite.</param>
    /// <returns>Its session; null where the time is up.</returns>
    /// <exception cref="IOException">The kernel refuses what a session needs; the front end is hung up on.</exception>
    /// <exception cref="SocketException">The kernel refuses the connection.</exception>
    /// <exception cref="ObjectDisposedException">The listener is closed.</exception>
    public VhostUserSession? Accept(TimeSpan timeout)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Waiter.Deadline deadline = Waiter.Deadline.After(timeout);
        while (!PeerMessages.Wait(_socket.SafeHandle, forMessage: true, deadline.RemainingMilliseconds))
        {
            if (deadline.IsOver)
                return null;
        }

        Socket frontEnd = _socket.Accept();
        try
        {
            return new VhostUserSession(frontEnd, _options);
        }
        catch
        {
            frontEnd.Dispose(); // it is hung up on at once, and not when the garbage collector comes by
            throw;
        }
    }

    /// <summary>Listens no more, and deletes the socket's name. Sessions live on.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _socket.Dispose();
        File.Delete(Path);
    }
}
