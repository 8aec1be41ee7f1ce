using System;
using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using RingCore.VhostUser;
using RingCore.VhostUser.Protocol;
using Xunit;

namespace RingCore.Tests;

/// <summary>What a front end that keeps the rules is answered.</summary>
[Trait("Category", "Packed")]
public class SessionTests
{
    [Fact]
    public void Features_are_offered_and_taken()
    {
        using FrontEnd front = new(new VhostUserOptions { Features = VirtioFeatures.InOrder | (VirtioFeatures)(1 << 15), Queues = 4, CountedQueues = 2 });
        front.Ask(VhostUserRequest.GetFeatures);
        Assert.Equal(0xD_4000_8000ul, front.Answer<ulong>(VhostUserRequest.GetFeatures)); // IN_ORDER, RING_PACKED, VERSION_1, PROTOCOL_FEATURES, MRG_RXBUF
        front.Ask(VhostUserRequest.GetProtocolFeatures);
        Assert.Equal(0x10009ul, front.Answer<ulong>(VhostUserRequest.GetProtocolFeatures)); // STATUS, REPLY_ACK, MQ
        front.Ask(VhostUserRequest.GetQueueCount);
        Assert.Equal(2ul, front.Answer<ulong>(VhostUserRequest.GetQueueCount));
        front.Negotiate();
        Assert.Equal(front.Features, front.Session.Features);
        Assert.Equal(7, front.Session.Messages);
    }

    [Fact]
    public void A_request_without_an_answer_is_acknowledged_where_that_was_agreed_on()
    {
        using FrontEnd front = new();
        front.Ask(VhostUserRequest.SetOwner, flags: 9);
        front.Ask(VhostUserRequest.SetProtocolFeatures, FrontEnd.Bytes(8ul));
        front.Ask(VhostUserRequest.SetOwner, flags: 9);
        Assert.Equal(0ul, front.Answer<ulong>(VhostUserRequest.SetOwner)); // one answer, to the second
        front.Ask(VhostUserRequest.GetFeatures, flags: 9);
        front.Answer<ulong>(VhostUserRequest.GetFeatures);
        front.Ask(VhostUserRequest.SetVringSize, FrontEnd.Bytes(0u, 0u), flags: 9);
        Assert.Equal(1ul, front.Answer<ulong>(VhostUserRequest.SetVringSize));
        Assert.True(front.IsHungUp());
    }

    [Fact]
    public void The_status_is_kept_and_0_stops_the_queues()
    {
        using FrontEnd front = new();
        front.Negotiate();
        front.StartQueue(0, 8);
        front.Ask(VhostUserRequest.SetStatus, FrontEnd.Bytes(0xFul));
        front.Ask(VhostUserRequest.GetStatus);
        Assert.Equal(0xFul, front.Answer<ulong>(VhostUserRequest.GetStatus));
        Assert.True(front.Session.Queues[0].IsRunning);
        front.Ask(VhostUserRequest.SetStatus, FrontEnd.Bytes(0ul));
        Assert.False(front.Session.Queues[0].IsRunning);
    }

    [Fact]
    public void Messages_may_come_in_pieces_and_several_at_once()
    {
        using FrontEnd front = new();
        byte[] message = [.. FrontEnd.Bytes(2u, 1u, 8u), .. FrontEnd.Bytes((ulong)front.Features)];
        foreach (byte one in message)
        {
            Assert.Equal(0, front.Session.Messages);
            front.SendRaw([one]);
            Assert.Equal(ServeStatus.Serving, front.Session.Serve(TimeSpan.Zero));
        }

        Assert.Equal(1, front.Session.Messages);
        front.SendRaw([.. message, .. message, .. message.AsSpan(0, 5)]);
        front.Session.Serve(TimeSpan.Zero);
        Assert.Equal(3, front.Session.Messages);
        front.SendRaw(message.AsSpan(5));
        front.Session.Serve(TimeSpan.Zero);
        Assert.Equal(4, front.Session.Messages);
    }

    [Fact]
    public void A_front_end_that_sends_without_end_does_not_hold_a_call()
    {
        using FrontEnd front = new();
        for (int i = 0; i < 200; i++)
            front.Send((uint)VhostUserRequest.SetOwner, [], []);
        front.Session.Serve(TimeSpan.Zero);
        Assert.InRange(front.Session.Messages, 1, 199);
        while (front.Session.Messages < 200)
            Assert.Equal(ServeStatus.Serving, front.Session.Serve(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Without_protocol_features_a_queue_is_enabled_by_its_start()
    {
        using FrontEnd front = new() { Features = VirtioFeatures.Version1 | VirtioFeatures.PackedRing };
        front.Ask(VhostUserRequest.SetFeatures, FrontEnd.Bytes((ulong)front.Features));
        front.ShareMemory();
        front.Describe(1, 5);
        front.Ask(VhostUserRequest.SetVringKick, FrontEnd.Bytes(0x101ul));
        Assert.True(front.Session.Queues[1].IsRunning);
        Assert.False(front.Session.Queues[0].IsRunning);
    }

    [Fact]
    public void A_call_wakes_by_a_kick_and_by_a_message_and_ends_by_its_time()
    {
        using FrontEnd front = new();
        using SafeFileHandle kick = FrontEnd.EventFile();
        front.Negotiate();
        front.StartQueue(0, 8, kick);
        Stopwatch watch = Stopwatch.StartNew();
        Assert.Equal(ServeStatus.Serving, front.Session.Serve(TimeSpan.FromMilliseconds(30)));
        Assert.InRange(watch.ElapsedMilliseconds, 20, 120_000);
        for (int i = 0; i < 3; i++)
        {
            // Nobody reads the file: each write wakes all the same.
            VhostUser.Linux.EventFile.Signal(kick);
            watch.Restart();
            Assert.Equal(ServeStatus.Serving, front.Session.Serve(TimeSpan.FromMinutes(4)));
            Assert.InRange(watch.ElapsedMilliseconds, 0, 120_000);
        }

        watch.Restart();
        Assert.Equal(ServeStatus.Serving, front.Session.Serve(TimeSpan.FromMilliseconds(30)));
        Assert.InRange(watch.ElapsedMilliseconds, 20, 120_000);
        front.Send((uint)VhostUserRequest.SetOwner, [], []);
        watch.Restart();
        Assert.Equal(ServeStatus.Serving, front.Session.Serve(TimeSpan.FromMinutes(4)));
        front.Die();
        Assert.Equal(ServeStatus.FrontEndGone, front.Session.Serve(TimeSpan.FromMinutes(4)));
        Assert.InRange(watch.ElapsedMilliseconds, 0, 120_000);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(257, 1, 1)]
    [InlineData(2, 3, 1)]
    [InlineData(2, 1, 0)]
    [InlineData(2, 1, 32769)]
    public void Options_are_refused_by_name(int queues, int counted, int size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new VhostUserOptions { Queues = queues, CountedQueues = counted, MaxQueueSize = size }.Check());

    [Fact]
    public void Features_that_the_queues_do_not_have_are_refused() => Assert.Contains(
        "0x1000000000", Assert.Throws<ArgumentOutOfRangeException>(() => new VhostUserOptions { Features = (VirtioFeatures)(1ul << 36) }.Check()).Message, StringComparison.Ordinal);
}
