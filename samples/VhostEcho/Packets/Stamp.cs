using System;
using System.Buffers.Binary;

namespace VhostEcho.Packets;

/// <summary>What the echo writes into a packet's payload: a mark, the epoch, a number, and bytes that follow from the number.</summary>
/// <remarks>
/// The epoch ends when the queues start anew. A driver makes new packets in memory that held old ones, and testpmd writes their headers only: an old stamp
/// may stand in a new packet.
/// </remarks>
internal static class Stamp
{
    private const uint Mark = 0x52434F45;
    private const int EpochOffset = UdpPacket.HeaderBytes + sizeof(uint);
    private const int SequenceOffset = EpochOffset + sizeof(uint);

    /// <summary>The shortest packet that can be stamped.</summary>
    internal const int LeastPacketBytes = SequenceOffset + sizeof(ulong);

    /// <summary>Writes a stamp over the whole payload. A UDP checksum is taken out.</summary>
    internal static void Write(Span<byte> packet, uint epoch, ulong sequence)
    {
        packet[(UdpPacket.HeaderBytes - 2)..UdpPacket.HeaderBytes].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(packet[UdpPacket.HeaderBytes..], Mark);
        BinaryPrimitives.WriteUInt32LittleEndian(packet[EpochOffset..], epoch);
        BinaryPrimitives.WriteUInt64LittleEndian(packet[SequenceOffset..], sequence);
        ulong state = sequence;
        Span<byte> eight = stackalloc byte[sizeof(ulong)];
        for (Span<byte> rest = packet[LeastPacketBytes..]; !rest.IsEmpty; rest = rest[Math.Min(sizeof(ulong), rest.Length)..])
        {
            state = (state + 0x9E3779B97F4A7C15) * 0xBF58476D1CE4E5B9;
            BinaryPrimitives.WriteUInt64LittleEndian(eight, state ^ (state >> 29));
            eight[..Math.Min(sizeof(ulong), rest.Length)].CopyTo(rest);
        }
    }

    /// <summary>Reads a stamp.</summary>
    /// <returns>False where the packet has none, or one of an epoch before: it is a new one.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> packet, uint epoch, out ulong sequence)
    {
        bool isStamped = packet.Length >= LeastPacketBytes && BinaryPrimitives.ReadUInt32LittleEndian(packet[UdpPacket.HeaderBytes..]) == Mark
            && BinaryPrimitives.ReadUInt32LittleEndian(packet[EpochOffset..]) >= epoch;
        sequence = isStamped ? BinaryPrimitives.ReadUInt64LittleEndian(packet[SequenceOffset..]) : 0;
        return isStamped;
    }
}
