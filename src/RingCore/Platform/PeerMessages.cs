using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RingCore.Platform;

/// <summary>
/// Messages over Linux's Unix sockets that keep their bounds (<c>SOCK_SEQPACKET</c>) and can carry open files (<c>SCM_RIGHTS</c>). Nothing blocks but
/// the wait.
/// </summary>
internal static unsafe class PeerMessages
{
    /// <summary>Most descriptors in one message.</summary>
    internal const int MaxDescriptors = 8;

    /// <summary>What a call returns where it would have to wait.</summary>
    internal const int WouldBlock = -1;

    /// <summary>What a call returns where the other end is closed.</summary>
    internal const int Closed = -2;

    /// <summary>What a receipt returns where the message did not fit.</summary>
    internal const int Cut = -3;

    /// <summary>What a receipt returns where there were more descriptors than <see cref="MaxDescriptors"/>.</summary>
    internal const int DescriptorsCut = -4;

    // bits/socket.h and asm-generic/socket.h, as x86-64 and arm64 have them.
    private const int UnixDomain = 1;
    private const int SequencedPackets = 5;
    private const int CloseOnExec = 0x80000;
    private const int SocketLevel = 1;
    private const int Rights = 1;
    private const int PeerCredentialsOption = 17;
    private const int CredentialsBytes = 12; // struct ucred: process, user, group
    private const int ControlCutFlag = 8;
    private const int CutFlag = 0x20;
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;
    private const int DescriptorsCloseOnExec = 0x40000000;
    private const int TryAgain = 11;
    private const int Interrupted = 4;
    private const short Readable = 1;
    private const short Writable = 4;
    private const short Ended = 0x2000 | 0x10 | 0x8; // POLLRDHUP, POLLHUP, POLLERR

    // struct cmsghdr: length, level and type, then the descriptors; a multiple of 8 in all.
    private const int ControlHeaderBytes = 16;
    private const int MaxControlBytes = ControlHeaderBytes + (MaxDescriptors * sizeof(int));

    /// <summary>Makes two connected sockets that are closed on exec.</summary>
    internal static (SafeFileHandle First, SafeFileHandle Second) CreatePair()
    {
        int* two = stackalloc int[2];
        if (LibC.socketpair(UnixDomain, SequencedPackets | CloseOnExec, 0, two) != 0)
            throw Memfd.Failed("socketpair");
        return (new SafeFileHandle(two[0], ownsHandle: true), new SafeFileHandle(two[1], ownsHandle: true));
    }

    /// <summary>Process and effective user of the other end.</summary>
    /// <exception cref="System.IO.IOException">It is not a connected Unix socket.</exception>
    internal static (int Process, uint User) Credentials(SafeHandle socket)
    {
        int* credentials = stackalloc int[CredentialsBytes / sizeof(int)];
        uint bytes = CredentialsBytes;
        if (LibC.getsockopt(socket, SocketLevel, PeerCredentialsOption, credentials, &bytes) != 0 || bytes != CredentialsBytes)
            throw Memfd.Failed("SO_PEERCRED");
        return (credentials[0], (uint)credentials[1]);
    }

    /// <summary>Sends one message, whole or not at all.</summary>
    /// <returns>Its length, <see cref="WouldBlock"/> or <see cref="Closed"/>.</returns>
    internal static int Send(SafeHandle socket, ReadOnlySpan<byte> message, ReadOnlySpan<SafeFileHandle> descriptors)
    {
        byte* control = stackalloc byte[MaxControlBytes];
        int controlBytes = ControlHeaderBytes + (descriptors.Length * sizeof(int));
        *(nuint*)control = (nuint)controlBytes;
        ((int*)control)[2] = SocketLevel;
        ((int*)control)[3] = Rights;
        int held = 0;
        try
        {
            for (bool isHeld = false; held < descriptors.Length; held++, isHeld = false)
            {
                descriptors[held].DangerousAddRef(ref isHeld);
                ((int*)(control + ControlHeaderBytes))[held] = (int)descriptors[held].DangerousGetHandle();
            }

            fixed (byte* start = message)
            {
                IoVector part = new() { Start = start, Bytes = (nuint)message.Length };
                MessageHeader header = new() { Parts = &part, PartCount = 1 };
                if (!descriptors.IsEmpty)
                {
                    header.Control = control;
                    header.ControlBytes = (nuint)controlBytes;
                }

                nint sent = LibC.sendmsg(socket, &header, DontWait | NoSignal);
                return sent >= 0 ? (int)sent : Failure();
            }
        }
        finally
        {
            while (--held >= 0)
                descriptors[held].DangerousRelease();
        }
    }

    /// <summary>Receives one message, whole or not at all.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="buffer">Receives it, 1 byte or more.</param>
    /// <param name="descriptors">Its open files, closed on exec; they are the caller's.</param>
    /// <returns>Its length, or one of the negative answers.</returns>
    internal static int Receive(SafeHandle socket, Span<byte> buffer, out SafeFileHandle[] descriptors)
    {
        byte* control = stackalloc byte[MaxControlBytes];
        descriptors = [];
        MessageHeader header = new() { PartCount = 1, Control = control, ControlBytes = MaxControlBytes };
        nint received;
        fixed (byte* start = buffer)
        {
            IoVector part = new() { Start = start, Bytes = (nuint)buffer.Length };
            header.Parts = &part;
            received = LibC.recvmsg(socket, &header, DontWait | DescriptorsCloseOnExec);
        }

        if (received < 0)
            return Failure();
        SafeFileHandle[] files = Files(control, header.ControlBytes);
        int refusal = (header.Flags & CutFlag) != 0 ? Cut
            : (header.Flags & ControlCutFlag) != 0 ? DescriptorsCut
            : received == 0 ? Closed : 0;
        if (refusal == 0)
        {
            descriptors = files;
            return (int)received;
        }

        foreach (SafeFileHandle file in files)
            file.Dispose();
        return refusal;
    }

    /// <summary>Waits until a message, or room for one, is there, or the other end is closed.</summary>
    /// <returns>False where the time is up; it may end early without a cause.</returns>
    internal static bool Wait(SafeHandle socket, bool forMessage, int timeoutMilliseconds) =>
        Poll(socket, forMessage ? Readable : Writable, timeoutMilliseconds) != 0;

    /// <summary>Whether the other end is closed, though messages of before may still be there.</summary>
    internal static bool IsEnded(SafeHandle socket) => (Poll(socket, 0, 0) & Ended) != 0;

    private static int Poll(SafeHandle socket, short asked, int timeoutMilliseconds)
    {
        bool isHeld = false;
        try
        {
            socket.DangerousAddRef(ref isHeld);
            PollEntry entry = new() { File = (int)socket.DangerousGetHandle(), Asked = (short)(asked | Ended) };
            return LibC.poll(&entry, 1, timeoutMilliseconds) > 0 ? entry.Seen : 0;
        }
        finally
        {
            if (isHeld)
                socket.DangerousRelease();
        }
    }

    /// <summary>The one control message that a peer can send here unasked.</summary>
    private static SafeFileHandle[] Files(byte* control, nuint controlBytes)
    {
        if (controlBytes < ControlHeaderBytes || ((int*)control)[2] != SocketLevel || ((int*)control)[3] != Rights)
            return [];
        int count = (int)((Math.Min(*(nuint*)control, controlBytes) - ControlHeaderBytes) / sizeof(int));
        SafeFileHandle[] files = new SafeFileHandle[count];
        for (int i = 0; i < count; i++)
            files[i] = new SafeFileHandle(((int*)(control + ControlHeaderBytes))[i], ownsHandle: true);
        return files;
    }

    private static int Failure() => Marshal.GetLastPInvokeError() is TryAgain or Interrupted ? WouldBlock : Closed;
}
