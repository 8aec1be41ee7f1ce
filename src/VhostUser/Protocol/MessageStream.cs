using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using RingCore.Platform;

namespace RingCore.VhostUser.Protocol;

/// <summary>
/// Messages over a stream socket: a head, then as many bytes as it says, with open files beside either. Nothing blocks: what has come of a message
/// is kept until the rest does.
/// </summary>
internal sealed class MessageStream(SafeHandle socket) : IDisposable
{
    /// <summary>The longest payload of a request that a session knows: a full memory table.</summary>
    internal const int MaxPayloadBytes = sizeof(ulong) + (MemoryRegion.MaxRegions * MemoryRegion.SizeBytes);

    private readonly byte[] _buffer = new byte[MessageHead.Bytes + MaxPayloadBytes];
    private readonly List<SafeFileHandle> _files = [];
    private int _received;

    /// <summary>Why nothing more is received.</summary>
    internal VhostUserRefusal Refusal { get; private set; }

    private MessageHead Head => MemoryMarshal.Read<MessageHead>(_buffer);

    /// <summary>Receives what is there, up to the end of one message.</summary>
    internal ReceiveStatus TryReceive(out Message message)
    {
        message = default;
        while (true)
        {
            int wanted = _received < MessageHead.Bytes ? MessageHead.Bytes : MessageHead.Bytes + (int)Head.PayloadBytes;
            if (_received == wanted)
            {
                message = new Message(Head, _buffer.AsSpan(MessageHead.Bytes, wanted - MessageHead.Bytes), _files.ToArray());
                _files.Clear();
                _received = 0;
                return ReceiveStatus.Message;
            }

            int received = PeerMessages.Receive(socket, _buffer.AsSpan(_received, wanted - _received), out SafeFileHandle[] files);
            _files.AddRange(files);
            if (received == PeerMessages.WouldBlock)
                return ReceiveStatus.Nothing;
            if (received == PeerMessages.Closed)
                return ReceiveStatus.Gone;
            if (received < 0 || _files.Count > PeerMessages.MaxDescriptors)
                return Refuse(VhostUserRefusal.TooManyFiles);
            _received += received;
            if (_received == MessageHead.Bytes && JudgeHead() is var refusal and not VhostUserRefusal.None)
                return Refuse(refusal);
        }
    }

    /// <summary>Answers with a payload.</summary>
    /// <returns>False where the front end does not read, or is gone: an answer is sent whole or the session is over.</returns>
    internal bool TryReply<T>(VhostUserRequest request, T payload)
        where T : unmanaged
    {
        int payloadBytes = Marshal.SizeOf<T>();
        Span<byte> reply = stackalloc byte[MessageHead.Bytes + payloadBytes];
        MessageHead head = new() { Request = request, Flags = MessageHead.Version | MessageHead.Reply, PayloadBytes = (uint)payloadBytes };
        MemoryMarshal.Write(reply, head);
        MemoryMarshal.Write(reply[MessageHead.Bytes..], payload);
        return PeerMessages.Send(socket, reply, []) == reply.Length;
    }

    /// <summary>Closes the files of a message that did not come whole.</summary>
    public void Dispose()
    {
        foreach (SafeFileHandle file in _files)
            file.Dispose();
        _files.Clear();
    }

    private VhostUserRefusal JudgeHead()
    {
        MessageHead head = Head;
        if ((head.Flags & MessageHead.VersionMask) != MessageHead.Version)
            return VhostUserRefusal.WrongVersion;
        if ((head.Flags & ~(MessageHead.VersionMask | MessageHead.NeedsReply)) != 0)
            return VhostUserRefusal.WrongFlags;
        return head.PayloadBytes > MaxPayloadBytes ? VhostUserRefusal.WrongSize : VhostUserRefusal.None;
    }

    private ReceiveStatus Refuse(VhostUserRefusal refusal)
    {
        Refusal = refusal;
        return ReceiveStatus.Refused;
    }
}
