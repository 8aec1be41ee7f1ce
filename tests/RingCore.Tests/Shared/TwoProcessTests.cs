using System;
using System.Diagnostics;
using RingCore.Layouts;
using RingCore.Peer;
using Xunit;

namespace RingCore.Tests;

/// <summary>A shared ring between this process and another. Alone: some of these let the whole process poll.</summary>
[Collection(WaitsOfTheProcess.Name)]
public class TwoProcessTests
{
    private const int Pages = 5_000;

    [Theory]
    [InlineData(SharedRingDesign.Indexed, "inherited")]
    [InlineData(SharedRingDesign.Indexed, "socket")]
    [InlineData(SharedRingDesign.Indexed, "pair")]
    [InlineData(SharedRingDesign.Flagged, "inherited")]
    [InlineData(SharedRingDesign.Flagged, "socket")]
    [InlineData(SharedRingDesign.Flagged, "pair")]
    public void Another_process_collects_every_page_by_waits_on_both_sides(SharedRingDesign design, string way)
    {
        using SocketPath path = new();
        using SharedRing ring = Make(design);
        Assert.True(HostCalls.IsFencedFromOthers());
        (PeerSocket? here, Process program) = Connect(ring, path, way, "collect");
        using (program)
        using (here)
        {
            Assert.Equal($"{Serve(ring)} sleeps", Peers.Output(program).Trim());
        }

        Assert.Equal(0ul, ring.PeerViolations.Total);
        Assert.False(SharedFencePoints.WaitsPoll);
    }

    [Theory]
    [InlineData(SharedRingDesign.Indexed)]
    [InlineData(SharedRingDesign.Flagged)]
    public void Where_this_side_cannot_be_fenced_the_other_polls_and_loses_nothing(SharedRingDesign design)
    {
        using SocketPath path = new();
        SharedFencePoints.PollFromNowOn();
        try
        {
            using SharedRing ring = Make(design);
            (PeerSocket? here, Process program) = Connect(ring, path, "pair", "collect");
            using (program)
            using (here)
                Assert.Equal($"{Serve(ring)} polls", Peers.Output(program).Trim());
        }
        finally
        {
            SharedFencePoints.SleepFromNowOn();
        }
    }

    [Fact]
    public void The_kernel_refuses_the_collector_a_writable_mapping_of_the_entries_and_every_change_of_a_region_s_shape()
    {
        using SocketPath path = new();
        using PeerListener listener = new(path.Name);
        using SharedIndexedRing ring = new(new RingGeometry(1024));
        using Process program = Peers.Start("attack", path.Name);
        Assert.Equal(PeerStatus.Done, listener.Accept(Peers.Limit, out PeerSocket? peer));
        using (peer)
        {
            Assert.Equal(PeerStatus.Done, ring.HandOver(peer!, Peers.Limit));
            string[] acts = Peers.Output(program).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(27, acts.Length);
            Assert.All(acts, act => Assert.Contains(act.Split(' ')[0], (string[])[$"{HostCalls.NotPermitted}", $"{HostCalls.AccessDenied}"]));
        }

        Assert.Equal(PushStatus.Published, ring.Producer.Push(TestPages.At(0)));
    }

    [Fact]
    public void A_peer_that_is_killed_is_gone_at_once()
    {
        using SocketPath path = new();
        using PeerListener listener = new(path.Name);
        using SharedIndexedRing ring = new(new RingGeometry(1024));
        using Process program = Peers.Start("stay", path.Name);
        Assert.Equal(PeerStatus.Done, listener.Accept(Peers.Limit, out PeerSocket? peer));
        using (peer)
        {
            Assert.Equal(program.Id, peer!.Peer.Process);
            Assert.Equal(PeerStatus.Done, ring.HandOver(peer, Peers.Limit));
            byte[] isFenced = new byte[1];
            Assert.Equal(PeerStatus.Done, peer.Receive(isFenced, out _, out _, Peers.Limit));
            Assert.Equal(1, isFenced[0]);
            Assert.False(peer.IsPeerGone);
            program.Kill();
            program.WaitForExit();
            long start = Stopwatch.GetTimestamp();
            Assert.Equal(PeerStatus.PeerGone, peer.Receive(new byte[8], out _, out _, Peers.Limit));
            Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, Peers.Limit / 2);
            Assert.True(peer.IsPeerGone);
            Assert.Equal(PeerStatus.PeerGone, peer.Send([1], [], Peers.Limit));
        }

        Assert.Equal(WaitStatus.TimedOut, ring.WaitForRequest(TimeSpan.FromMilliseconds(1)));
        Assert.Equal(PushStatus.Published, ring.Producer.Push(TestPages.At(0)));
    }

    private static SharedRing Make(SharedRingDesign design)
    {
        RingGeometry geometry = new(128);
        return design == SharedRingDesign.Indexed ? new SharedIndexedRing(geometry) : new SharedFlaggedRing(geometry, PeerTrust.Shadowed);
    }

    private static (PeerSocket? Here, Process Program) Connect(SharedRing ring, SocketPath path, string way, string act)
    {
        string pages = $"{Pages}";
        if (way == "inherited")
        {
            ring.IsInheritable = true;
            PeerDescriptors files = ring.PeerDescriptors;
            Process child = Peers.Start(act, way, $"{files.Told.DangerousGetHandle()}", $"{files.Answered.DangerousGetHandle()}", pages);
            ring.IsInheritable = false;
            return (null, child);
        }

        if (way == "pair")
        {
            (PeerSocket one, PeerSocket there) = PeerSocket.CreatePair();
            there.IsInheritable = true;
            Process child = Peers.Start(act, way, $"{there.Descriptor}", pages);
            there.Dispose();
            Assert.Equal(PeerStatus.Done, ring.HandOver(one, Peers.Limit));
            return (one, child);
        }

        using PeerListener listener = new(path.Name);
        Process program = Peers.Start(act, way, path.Name, pages);
        Assert.Equal(PeerStatus.Done, listener.Accept(Peers.Limit, out PeerSocket? here));
        Assert.Equal(PeerStatus.Done, ring.HandOver(here!, Peers.Limit));
        return (here, program);
    }

    private static ulong Serve(SharedRing ring) => ring switch
    {
        SharedIndexedRing indexed => Serve(ring, indexed.Producer, indexed.Resetter),
        SharedFlaggedRing flagged => Serve(ring, flagged.Producer, flagged.Resetter),
        _ => throw new ArgumentException("No such ring.", nameof(ring)),
    };

    /// <summary>Pushes while there is room, and resets when the collector asks.</summary>
    private static ulong Serve<TProducer, TResetter>(SharedRing ring, TProducer producer, TResetter resetter)
        where TProducer : RingProducer<SharedFencePoints>, IDirtyProducer
        where TResetter : RingResetter<SharedFencePoints>, IDirtyResetter
    {
        RecordingSink sink = new();
        ulong sum = 0;
        ulong pushed = 0;
        long end = Environment.TickCount64 + (long)Peers.Limit.TotalMilliseconds;
        while (resetter.EntriesReset < Pages && Environment.TickCount64 < end)
        {
            PushStatus status = PushStatus.Published;
            while (pushed < Pages && status == PushStatus.Published)
            {
                status = producer.Push(new DirtyPage(0, pushed));
                if (status <= PushStatus.PublishedSoftFull)
                    sum = (sum * 31) + pushed++;
            }

            if (ring.WaitForRequest(TimeSpan.FromSeconds(1)) == WaitStatus.Ready)
            {
                resetter.Reset(ref sink);
                ring.AnnounceReset();
            }
        }

        return sum;
    }
}
