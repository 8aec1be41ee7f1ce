using System;
using System.Collections.Generic;
using System.Threading;
using RingCore.VhostUser;
using RingCore.VhostUser.Protocol;
using VhostEcho.Echo;
using VhostEcho.Packets;
using Xunit;

namespace RingCore.Tests;

/// <summary>The sample's device, with drivers of our own at both queues.</summary>
[Trait("Category", "Packed")]
public sealed unsafe class EchoTests : IDisposable
{
    private const ulong SendOffset = 0x4_0000;
    private const ulong ReceiveOffset = 0x8_0000;
    private const int BufferBytes = 256;

    private readonly FrontEnd _front;
    private readonly EchoDevice _device;
    private readonly PackedDriver _receive;
    private readonly PackedDriver _send;
    private int _posted;

    public EchoTests()
    {
        VirtioFeatures features = VirtioFeatures.InOrder | VirtioFeatures.IndirectDescriptors | NetHeader.MergeableBuffers;
        _front = new FrontEnd(new VhostUserOptions { Features = features })
        {
            Features = features | VirtioFeatures.ProtocolFeatures | VirtioFeatures.Version1 | VirtioFeatures.PackedRing,
        };
        _device = new EchoDevice(_front.Session, spins: 1000);
        _front.Negotiate();
        VirtqueueFeatures ring = VirtqueueFeatures.InOrder | VirtqueueFeatures.Indirect;
        _receive = _front.StartQueue(0, 8, features: ring);
        _send = _front.StartQueue(1, 5, features: ring);
    }

    public void Dispose() => _front.Dispose();

    [Fact]
    public void A_packet_comes_back_stamped_and_is_known_when_it_comes_again()
    {
        byte[] packet = PacketTests.Make(64);
        Post(1);
        Send(packet);
        byte[] echo = Assert.Single(Received(1));
        Assert.Equal(packet.AsSpan(0, UdpPacket.HeaderBytes), echo.AsSpan(0, UdpPacket.HeaderBytes));
        Assert.True(Stamp.TryRead(echo, 1, out _));
        Post(1);
        Send(echo);
        Assert.NotEqual(echo, Assert.Single(Received(1)));
        Assert.Equal((2, 1, 1, 2, 0), (_device.Counts.Taken, _device.Counts.Fresh, _device.Counts.Returned, _device.Counts.Echoed, _device.Counts.Corrupt));
    }

    [Fact]
    public void A_packet_that_came_back_changed_is_counted_and_goes_no_further()
    {
        Post(2);
        Send(PacketTests.Make(64));
        byte[] echo = Assert.Single(Received(1));
        echo[^1] ^= 1;
        Send(echo);
        Assert.Equal((2, 1, 1), (_device.Counts.Taken, _device.Counts.Echoed, _device.Counts.Corrupt));
    }

    [Theory]
    [InlineData(1, 0)] // flags of the header
    [InlineData(0, 11)] // fewer bytes than a header
    public void A_header_that_asks_for_something_and_half_a_header_are_corrupt(byte flags, int bytes)
    {
        Post(1);
        _front.Start[SendOffset] = flags;
        SendBytes(bytes == 0 ? NetHeader.Bytes + 64 : bytes);
        Assert.Equal((1, 0, 1), (_device.Counts.Taken, _device.Counts.Echoed, _device.Counts.Corrupt));
    }

    [Fact]
    public void A_buffer_that_is_not_the_driver_s_memory_is_corrupt()
    {
        Assert.Equal(VirtqueueAddStatus.Added, _send.Add([new VirtqueueBuffer(0x1000, 64)], [], 0));
        _device.Step();
        Assert.Equal((1, 0, 1), (_device.Counts.Taken, _device.Counts.Echoed, _device.Counts.Corrupt));
    }

    [Fact]
    public void A_packet_waits_for_the_driver_s_buffers_and_the_next_waits_behind_it()
    {
        Send(PacketTests.Make(64));
        Send(PacketTests.Make(64));
        Assert.Equal((1, 0), (_device.Counts.Taken, _device.Counts.Echoed));
        Post(1);
        _device.Step();
        Assert.Equal((2, 1), (_device.Counts.Taken, _device.Counts.Echoed));
        Post(1);
        _device.Step();
        Assert.Equal((2, 2), (_device.Counts.Taken, _device.Counts.Echoed));
    }

    [Fact]
    public void A_long_packet_takes_several_buffers_and_is_seen_whole_or_not_at_all()
    {
        Post(3);
        Send(PacketTests.Make(1000)); // with its header 1012 bytes: four buffers
        Assert.Equal((1, 0), (_device.Counts.Taken, _device.Counts.Echoed));
        Assert.Equal(VirtqueueReclaimStatus.Empty, _receive.TryReclaim(out _));
        Post(1);
        _device.Step();
        byte[] echo = Assert.Single(Received(4));
        Assert.Equal(1000, echo.Length);
        Assert.Equal((1, 1), (_device.Counts.Echoed, _device.Counts.Merged));
    }

    [Fact]
    public void A_table_whose_header_is_marked_writable_is_read_as_DPDK_means_it()
    {
        // DPDK's virtio driver marks the header's entry in a packed table so: reading only is what the queue is for.
        byte[] packet = PacketTests.Make(64);
        Post(1);
        packet.CopyTo(new Span<byte>(_front.Start + SendOffset + NetHeader.Bytes, packet.Length));
        nint table = (nint)(_front.Start + SendOffset + 0x1000);
        VirtqueueBuffer[] parts = [new(FrontEnd.GuestAddress + SendOffset, NetHeader.Bytes), new(FrontEnd.GuestAddress + SendOffset + NetHeader.Bytes, 64)];
        Assert.Equal(VirtqueueAddStatus.Added, _send.AddIndirect(parts, [], 0, table, FrontEnd.GuestAddress + SendOffset + 0x1000, 2));
        ((uint*)table)[3] |= 2u << 16;
        _device.Step();
        Assert.Equal((1, 1), (_device.Counts.Indirect, _device.Counts.Echoed));
    }

    [Fact]
    public void A_disabled_device_throws_packets_away()
    {
        _front.Ask(VhostUserRequest.SetVringEnable, 1, 0);
        Send(PacketTests.Make(64));
        Assert.Equal((1, 1, 0), (_device.Counts.Taken, _device.Counts.Discarded, _device.Counts.Echoed));
        Assert.Equal(0, _send.Outstanding);
    }

    [Fact]
    public void A_chain_as_long_as_a_long_queue_is_taken()
    {
        const int Size = 2048;
        _front.Ask(VhostUserRequest.GetVringBase, 1, 0);
        _front.Answer<VringState>(VhostUserRequest.GetVringBase);
        PackedDriver send = _front.StartQueue(1, Size, features: _send.Features);
        VirtqueueBuffer[] buffers = new VirtqueueBuffer[Size];
        Array.Fill(buffers, new VirtqueueBuffer(FrontEnd.GuestAddress + SendOffset, 1));
        Assert.Equal(VirtqueueAddStatus.Added, send.Add(buffers, [], 0));
        _device.Step();
        Assert.Equal(VirtqueueReclaimStatus.Reclaimed, send.TryReclaim(out _));
        Assert.Equal((1, 1), (_device.Counts.Taken, _device.Counts.Chained));
    }

    [Fact]
    public void Queues_that_start_anew_have_lost_what_was_given()
    {
        Post(1);
        Send(PacketTests.Make(64));
        Received(1);
        _front.Ask(VhostUserRequest.GetVringBase, 1, 0);
        VringState state = _front.Answer<VringState>(VhostUserRequest.GetVringBase);
        _front.Ask(VhostUserRequest.SetVringBase, 1, state.Value);
        _front.Ask(VhostUserRequest.SetVringKick, FrontEnd.Bytes(0x101ul));
        _device.Step();
        Assert.Equal(1, _device.Counts.Lost);
    }

    [Fact]
    public void A_front_end_that_is_gone_and_goes_on_sending_does_not_keep_the_device()
    {
        const int Size = 2048;
        _front.Ask(VhostUserRequest.GetVringBase, 1, 0);
        _front.Answer<VringState>(VhostUserRequest.GetVringBase);
        PackedDriver send = _front.StartQueue(1, Size, features: _send.Features);
        VirtqueueBuffer[] packet = [new VirtqueueBuffer(FrontEnd.GuestAddress + SendOffset, NetHeader.Bytes - 1)]; // corrupt: taken, and not echoed
        _front.Die();
        bool isDrained = false;
        using ManualResetEventSlim isFull = new();
        Thread front = new(() =>
        {
            for (long end = Environment.TickCount64 + 2000; !Volatile.Read(ref isDrained) && Environment.TickCount64 < end; isFull.Set())
            {
                Fill();
                while (send.TryReclaim(out _) == VirtqueueReclaimStatus.Reclaimed)
                {
                }
            }
        });
        front.Start();
        Assert.True(isFull.Wait(TimeSpan.FromSeconds(60)), "The front end fills no queue.");
        _device.Drain();
        Volatile.Write(ref isDrained, true);
        Assert.True(front.Join(TimeSpan.FromSeconds(60)), "The front end goes on.");
        // What was in the ring is taken, and of what came later less than a batch.
        Assert.InRange(_device.Counts.Taken, Size, Size + EchoDevice.Batch - 1);

        void Fill()
        {
            while (send.Add(packet, [], 0) == VirtqueueAddStatus.Added)
            {
            }
        }
    }

    private void Post(int buffers)
    {
        for (int i = 0; i < buffers; i++, _posted++)
        {
            ulong address = FrontEnd.GuestAddress + ReceiveOffset + (ulong)(_posted % 8 * BufferBytes);
            Assert.Equal(VirtqueueAddStatus.Added, _receive.Add([], [new VirtqueueBuffer(address, BufferBytes)], (ulong)(_posted % 8)));
        }
    }

    private void Send(byte[] packet)
    {
        new Span<byte>(_front.Start + SendOffset, NetHeader.Bytes).Clear();
        packet.CopyTo(new Span<byte>(_front.Start + SendOffset + NetHeader.Bytes, packet.Length));
        SendBytes(NetHeader.Bytes + packet.Length);
    }

    private void SendBytes(int bytes)
    {
        Assert.Equal(VirtqueueAddStatus.Added, _send.Add([new VirtqueueBuffer(FrontEnd.GuestAddress + SendOffset, (uint)bytes)], [], 0));
        Assert.Equal(ServeStatus.Serving, _device.Step());
        while (_send.TryReclaim(out _) == VirtqueueReclaimStatus.Reclaimed)
        {
        }
    }

    /// <summary>Packets that came, of as many buffers in all.</summary>
    private List<byte[]> Received(int buffers)
    {
        List<byte[]> packets = [];
        for (int left = 0, i = 0; i < buffers; i++)
        {
            Assert.Equal(VirtqueueReclaimStatus.Reclaimed, _receive.TryReclaim(out UsedBuffer used));
            ReadOnlySpan<byte> bytes = new(_front.Start + ReceiveOffset + (used.Token * BufferBytes), (int)used.Written);
            if (left == 0)
            {
                left = bytes[10];
                bytes = bytes[NetHeader.Bytes..];
                packets.Add([]);
            }

            packets[^1] = [.. packets[^1], .. bytes];
            left--;
        }

        Assert.Equal(VirtqueueReclaimStatus.Empty, _receive.TryReclaim(out _));
        return packets;
    }
}
