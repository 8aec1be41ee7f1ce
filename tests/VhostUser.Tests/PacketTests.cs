using System;
using System.Buffers.Binary;
using VhostEcho.Echo;
using VhostEcho.Packets;
using Xunit;

namespace RingCore.Tests;

/// <summary>What the echo takes for a packet, for its own, and for corrupt.</summary>
[Trait("Category", "Packed")]
public class PacketTests
{
    /// <summary>A packet as testpmd makes them: 198.18.0.1 to 198.18.0.2, port 9, without a UDP checksum.</summary>
    internal static byte[] Make(int bytes)
    {
        byte[] packet = new byte[bytes];
        byte[] headers =
        [
            2, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1, 8, 0,
            0x45, 0, 0, 0, 0, 0, 0, 0, 64, 17, 0, 0, 198, 18, 0, 1, 198, 18, 0, 2,
            0, 9, 0, 9, 0, 0, 0, 0,
        ];
        headers.CopyTo(packet, 0);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(16), (ushort)(bytes - 14));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(38), (ushort)(bytes - 34));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(24), (ushort)~UdpPacket.Sum(packet.AsSpan(14, 20)));
        return packet;
    }

    [Theory]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1500)]
    public void A_packet_of_testpmd_s_is_new(int bytes)
    {
        byte[] packet = Make(bytes);
        Assert.True(UdpPacket.IsSound(packet));
        Assert.False(Assert.NotNull(new Ledger().Judge(packet)));
    }

    [Fact]
    public void A_flipped_bit_that_a_sum_or_a_length_covers_is_seen()
    {
        byte[] packet = Make(64);
        for (int bit = 12 * 8; bit < 40 * 8; bit++)
        {
            if (bit is >= 34 * 8 and < 38 * 8)
                continue; // the ports, which without a UDP checksum nothing covers
            packet[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(UdpPacket.IsSound(packet), $"bit {bit}");
            packet[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.True(UdpPacket.IsSound(packet));
    }

    [Fact]
    public void A_UDP_checksum_is_judged_where_there_is_one()
    {
        byte[] packet = Make(67);
        packet[66] = 0x5A;
        uint pseudo = UdpPacket.Sum(packet.AsSpan(26, 8), 17 + 33);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(40), (ushort)~UdpPacket.Sum(packet.AsSpan(34), pseudo));
        Assert.True(UdpPacket.IsSound(packet));
        packet[66] ^= 1;
        Assert.False(UdpPacket.IsSound(packet));
    }

    [Fact]
    public void What_comes_back_is_known_and_every_flipped_bit_is_corrupt()
    {
        Ledger ledger = new();
        for (int bit = -1; bit < 67 * 8; bit++)
        {
            byte[] packet = Make(67);
            ledger.Enter(packet);
            if (bit >= 0)
                packet[bit / 8] ^= (byte)(1 << (bit % 8));
            bool isTaken = ledger.Judge(packet) == true;
            Assert.Equal(bit < 0, isTaken);
            if (isTaken)
                Assert.Null(ledger.Judge(packet)); // a second time
        }
    }

    [Fact]
    public void An_old_stamp_makes_a_new_packet_once_the_queues_have_started_anew()
    {
        Ledger ledger = new();
        byte[] packet = Make(64);
        ledger.Enter(packet);
        Assert.Equal(1, ledger.Outstanding);
        ledger.Renew();
        Assert.Equal(0, ledger.Outstanding);
        Assert.False(Assert.NotNull(ledger.Judge(packet)));
    }

    [Fact]
    public void What_is_too_short_for_a_stamp_is_no_packet() => Assert.Null(new Ledger().Judge(Make(Stamp.LeastPacketBytes - 1)));
}
