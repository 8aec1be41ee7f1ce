using System;
using System.Buffers.Binary;

namespace VhostEcho.Packets;

/// <summary>A UDP packet over IPv4 over Ethernet, as testpmd makes them.</summary>
internal static class UdpPacket
{
    /// <summary>Bytes before the payload.</summary>
    internal const int HeaderBytes = EthernetBytes + IpBytes + UdpBytes;

    private const int EthernetBytes = 14;
    private const int IpBytes = 20;
    private const int UdpBytes = 8;
    private const ushort Ipv4 = 0x0800;
    private const byte VersionAndWords = 0x45;
    private const byte Udp = 17;

    /// <summary>Whether the headers are those of one whole packet: types, lengths and checksums.</summary>
    internal static bool IsSound(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < HeaderBytes || BinaryPrimitives.ReadUInt16BigEndian(packet[12..]) != Ipv4)
            return false;
        ReadOnlySpan<byte> ip = packet[EthernetBytes..];
        ReadOnlySpan<byte> udp = ip[IpBytes..];
        int total = BinaryPrimitives.ReadUInt16BigEndian(ip[2..]);
        int datagram = BinaryPrimitives.ReadUInt16BigEndian(udp[4..]);
        return ip[0] == VersionAndWords && ip[9] == Udp && total == ip.Length && datagram == udp.Length
            && Sum(ip[..IpBytes]) == 0xFFFF && (BinaryPrimitives.ReadUInt16BigEndian(udp[6..]) == 0 || Sum(udp, PseudoHeader(ip, datagram)) == 0xFFFF);
    }

    /// <summary>The Internet's checksum (RFC 1071) over bytes that have it among them: all ones where it is right.</summary>
    internal static uint Sum(ReadOnlySpan<byte> bytes, uint start = 0)
    {
        uint sum = start;
        for (int i = 0; i + 1 < bytes.Length; i += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes[i..]);
        if (bytes.Length % 2 != 0)
            sum += (uint)bytes[^1] << 8;
        while (sum > 0xFFFF)
            sum = (sum & 0xFFFF) + (sum >> 16);
        return sum;
    }

    private static uint PseudoHeader(ReadOnlySpan<byte> ip, int datagram) => Sum(ip[12..IpBytes], Udp + (uint)datagram);
}
