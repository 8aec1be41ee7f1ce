using System;
using System.IO;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using RingCore.Platform;

namespace RingCore;

/// <summary>A connection to another process of the same user: small messages that arrive whole or not at all, with open files attached. Linux only.</summary>
/// <remarks>
/// Every wait has an end. A peer that died is <see cref="PeerStatus.PeerGone"/> at the next call, whichever way it died: the kernel closes its
/// end. Nothing that a peer sends is believed: what does not fit is dropped and typed. One thread at a time.
/// </remarks>
public sealed class PeerSocket : IDisposable
{
    /// <summary>Longest message in bytes.</summary>
    public const int MaxMessageBytes = 4096;

    /// <summary>Most descriptors in one message.</summary>
    public const int MaxDescriptors = PeerMessages.MaxDescriptors;

    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(5);

    private readonly SafeHandle _handle;

    // Kept because its finalizer would close the handle.
    private readonly Socket? _socket;

    private PeerSocket(SafeHandle handle, PeerCredentials peer, Socket? socket = null) => (_handle, Peer, _socket) = (handle, peer, socket);

    /// <summary>Who the other end was when the connection was made, as the kernel says.</summary>
    public PeerCredentials Peer { get; }

    /// <summary>Whether the other end is closed; messages of before may still be received.</summary>
    public bool IsPeerGone => _handle.IsClosed || PeerMessages.IsEnded(_handle);

    /// <summary>The descriptor, for a child that inherits it.</summary>
    public int Descriptor => (int)_handle.DangerousGetHandle();

    /// <summary>Whether processes that this one starts get the descriptor, under the same number: false at first. All of them do while it is true.</summary>
    public bool IsInheritable
    {
        get => Memfd.IsInheritable(_handle);
        set => Memfd.SetInheritable(_handle, value);
    }

    /// <summary>Makes two connected ends, one of them for a child.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    /// <exception cref="PlatformNotSupportedException">The host is not Linux.</exception>
    public static (PeerSocket Here, PeerSocket There) CreatePair()
    {
        RefuseElsewhere();
        (SafeFileHandle first, SafeFileHandle second) = PeerMessages.CreatePair();
        return (new PeerSocket(first, PeerCredentials.Of(first)), new PeerSocket(second, PeerCredentials.Of(second)));
    }

    /// <summary>Takes over an end that this process has inherited.</summary>
    /// <param name="descriptor">Its number.</param>
    /// <exception cref="IOException">It is not a connected Unix socket; it stays as it is.</exception>
    /// <exception cref="PlatformNotSupportedException">The host is not Linux.</exception>
    public static PeerSocket Inherited(int descriptor)
    {
        RefuseElsewhere();
        SafeFileHandle handle = new(descriptor, ownsHandle: true);
        try
        {
            PeerCredentials peer = PeerCredentials.Of(handle);
            Memfd.SetInheritable(handle, false);
            return new PeerSocket(handle, peer);
        }
        catch (IOException)
        {
            handle.SetHandleAsInvalid(); // a number that was not meant: whoever has it still uses it
            throw;
        }
    }

    /// <summary>Connects to a <see cref="PeerListener"/>, again and again until it listens.</summary>
    /// <param name="path">Its socket.</param>
    /// <param name="timeout">0 to <see cref="int.MaxValue"/> milliseconds.</param>
    /// <param name="peer">The connection, where the answer is <see cref="PeerStatus.Done"/>.</param>
    /// <returns><see cref="PeerStatus.Done"/>, <see cref="PeerStatus.TimedOut"/> or <see cref="PeerStatus.OtherUser"/>.</returns>
    /// <exception cref="PlatformNotSupportedException">The host is not Linux.</exception>
    public static PeerStatus Connect(string path, TimeSpan timeout, out PeerSocket? peer)
    {
        RefuseElsewhere();
        Waiter.Deadline deadline = Waiter.Deadline.After(timeout);
        UnixDomainSocketEndPoint end = new(path);
        while (true)
        {
            Socket socket = new(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified) { Blocking = false };
            try
            {
                socket.Connect(end);
                return Accept(socket, out peer);
            }
            catch (SocketException)
            {
                socket.Dispose(); // nobody there yet, or its queue is full
            }

            peer = null;
            if (deadline.IsOver)
                return PeerStatus.TimedOut;
            Thread.Sleep(s_retry);
        }
    }

    /// <summary>Sends one message, whole or not at all.</summary>
    /// <param name="message">1 to <see cref="MaxMessageBytes"/> bytes.</param>
    /// <param name="descriptors">At most <see cref="MaxDescriptors"/> open files, which stay the caller's.</param>
    /// <param name="timeout">How long a peer that does not receive is waited for: 0 to <see cref="int.MaxValue"/> milliseconds.</param>
    /// <returns><see cref="PeerStatus.Done"/>, <see cref="PeerStatus.TimedOut"/> or <see cref="PeerStatus.PeerGone"/>.</returns>
    /// <exception cref="ArgumentException">The message is empty or too long, or has too many descriptors.</exception>
    public PeerStatus Send(ReadOnlySpan<byte> message, ReadOnlySpan<SafeFileHandle> descriptors, TimeSpan timeout)
    {
        if (message.Length is 0 or > MaxMessageBytes)
            throw new ArgumentException($"A message has 1 to {MaxMessageBytes} bytes, not {message.Length}.", nameof(message));
        if (descriptors.Length > MaxDescriptors)
            throw new ArgumentException($"A message has at most {MaxDescriptors} descriptors, not {descriptors.Length}.", nameof(descriptors));
        Waiter.Deadline deadline = Waiter.Deadline.After(timeout);
        while (true)
        {
            int sent = _handle.IsClosed ? PeerMessages.Closed : PeerMessages.Send(_handle, message, descriptors);
            if (sent != PeerMessages.WouldBlock)
                return sent >= 0 ? PeerStatus.Done : PeerStatus.PeerGone;
            if (deadline.IsOver)
                return PeerStatus.TimedOut;
            _ = PeerMessages.Wait(_handle, forMessage: false, deadline.RemainingMilliseconds);
        }
    }

    /// <summary>Receives one message, whole or not at all.</summary>
    /// <param name="buffer">Receives it; a longer one is dropped. 1 byte or more.</param>
    /// <param name="bytes">Its length.</param>
    /// <param name="descriptors">Its open files, which are the caller's to close.</param>
    /// <param name="timeout">0 to <see cref="int.MaxValue"/> milliseconds, or infinite.</param>
    public PeerStatus Receive(Span<byte> buffer, out int bytes, out SafeFileHandle[] descriptors, TimeSpan timeout)
    {
        if (buffer.IsEmpty)
            throw new ArgumentException("A message has 1 byte or more.", nameof(buffer));
        Waiter.Deadline deadline = Waiter.Deadline.After(timeout);
        descriptors = [];
        while (true)
        {
            int received = _handle.IsClosed ? PeerMessages.Closed : PeerMessages.Receive(_handle, buffer, out descriptors);
            bytes = Math.Max(received, 0);
            if (received != PeerMessages.WouldBlock)
                return Status(received);
            if (deadline.IsOver)
                return PeerStatus.TimedOut;
            _ = PeerMessages.Wait(_handle, forMessage: true, deadline.RemainingMilliseconds);
        }
    }

    /// <summary>Closes this end; the peer sees it at once.</summary>
    public void Dispose()
    {
        _handle.Dispose();
        _socket?.Dispose();
    }

    /// <summary>Takes over a connected socket, if its other end is of this user.</summary>
    internal static PeerStatus Accept(Socket socket, out PeerSocket? peer)
    {
        PeerCredentials credentials = PeerCredentials.Of(socket.SafeHandle);
        if (credentials.User == PeerCredentials.OwnUser)
        {
            peer = new PeerSocket(socket.SafeHandle, credentials, socket);
            return PeerStatus.Done;
        }

        socket.Dispose();
        peer = null;
        return PeerStatus.OtherUser;
    }

    internal static void RefuseElsewhere()
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("Peers are connected, and descriptors handed over, on Linux only.");
    }

    private static PeerStatus Status(int received) => received switch
    {
        PeerMessages.Cut => PeerStatus.TooLong,
        PeerMessages.DescriptorsCut => PeerStatus.TooManyDescriptors,
        PeerMessages.Closed => PeerStatus.PeerGone,
        _ => PeerStatus.Done,
    };
}
