using System;
using System.Buffers.Binary;
using RingCore.VhostUser;

namespace VhostEcho.Packets;

/// <summary><c>struct virtio_net_hdr_mrg_rxbuf</c>, 12 bytes before each packet (virtio 1.1, section 5.1.6).</summary>
internal static class NetHeader
{
    internal const int Bytes = 12;

    /// <summary><c>VIRTIO_NET_F_MRG_RXBUF</c>: a packet to the driver may take several of its buffers.</summary>
    internal const VirtioFeatures MergeableBuffers = (VirtioFeatures)(1 << 15);

    private const int BufferCountOffset = 10;

    /// <summary>Whether a sent packet's header asks for nothing: no checksum, no segmentation was offered.</summary>
    internal static bool IsPlain(ReadOnlySpan<byte> header) => header[..BufferCountOffset].IndexOfAnyExcept((byte)0) < 0;

    /// <summary>Writes the header of a packet to the driver.</summary>
    internal static void Write(Span<byte> header, int buffers)
    {
        header[..BufferCountOffset].Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(header[BufferCountOffset..], (ushort)buffers);
    }
}
