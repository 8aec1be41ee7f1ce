using System;
using Microsoft.Win32.SafeHandles;

namespace RingCore;

/// <summary>The message that carries a shared ring's two descriptors, with the ring's number beside them.</summary>
internal static class RingMessage
{
    private const int Bytes = 24;
    private const ulong Magic = 0x444E4148474E4952; // "RINGHAND", as a little-endian word

    /// <summary>Sends it.</summary>
    internal static PeerStatus Send(PeerSocket peer, Guid id, PeerDescriptors descriptors, TimeSpan timeout)
    {
        Span<byte> message = stackalloc byte[Bytes];
        _ = BitConverter.TryWriteBytes(message, Magic);
        _ = id.TryWriteBytes(message[sizeof(ulong)..]);
        return peer.Send(message, [descriptors.Told, descriptors.Answered], timeout);
    }

    /// <summary>Receives it.</summary>
    /// <param name="peer">The connection.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="id">The ring's number.</param>
    /// <param name="descriptors">Two open files, where the answer is <see cref="SharedOpenStatus.Opened"/>: the caller's to close.</param>
    internal static SharedOpenStatus Receive(PeerSocket peer, TimeSpan timeout, out Guid id, out PeerDescriptors descriptors)
    {
        Span<byte> message = stackalloc byte[Bytes];
        id = default;
        descriptors = default;
        PeerStatus status = peer.Receive(message, out int bytes, out SafeFileHandle[] files, timeout);
        if (status is PeerStatus.TimedOut or PeerStatus.PeerGone)
            return status == PeerStatus.TimedOut ? SharedOpenStatus.TimedOut : SharedOpenStatus.PeerGone;
        if (status == PeerStatus.Done && bytes == Bytes && BitConverter.ToUInt64(message) == Magic && files.Length == 2)
        {
            id = new Guid(message[sizeof(ulong)..]);
            descriptors = new PeerDescriptors(files[0], files[1]);
            return SharedOpenStatus.Opened;
        }

        foreach (SafeFileHandle file in files)
            file.Dispose();
        return SharedOpenStatus.UnknownMessage;
    }
}
