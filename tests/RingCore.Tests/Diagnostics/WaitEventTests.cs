using System;
using RingCore.Diagnostics;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>Each wait that is told of is told to its end, and none that found at once what it waits for.</summary>
[Trait("Category", "Trace")]
[Collection(Listening.Name)]
public class WaitEventTests
{
    private static readonly TimeSpan s_wrong = TimeSpan.FromMilliseconds(-7);
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(20);

    [Fact]
    public void A_wrong_timeout_starts_no_wait()
    {
        using TraceSession session = new(RingEventSource.Keywords.Waits);
        using TestRing ring = TestRing.Make(RingDesign.Flagged, entries: 16, reserved: 4);
        Assert.Throws<ArgumentOutOfRangeException>(() => ring.Collector.WaitForEntries(WaitStrategy.Block, s_wrong));
        Assert.Empty(session.Of(ring.Memory.Id));
    }

    [Fact]
    public void A_wrong_timeout_starts_no_wait_of_a_shared_ring()
    {
        using TraceSession session = new(RingEventSource.Keywords.Waits);
        using SharedIndexedRing ring = new(new RingGeometry(16, reservedEntries: 4));
        using SharedCollector collector = Peers.Open(ring);
        Assert.Throws<ArgumentOutOfRangeException>(() => ring.WaitForRequest(s_wrong));
        ring.Producer.Push(new DirtyPage(0, 1));
        HarvestTicket ticket = collector.Collector.Harvest(new DirtyPage[4]).Ticket;
        Assert.Throws<ArgumentOutOfRangeException>(() => collector.WaitForReset(ticket, s_wrong, out _));
        Assert.Empty(session.Of(ring.Producer.RingId));
        Assert.Empty(session.Of(collector.Indexed!.RingId));
    }

    [Fact]
    public void A_wait_of_a_shared_ring_is_told_of_where_what_it_waits_for_is_not_there()
    {
        using TraceSession session = new(RingEventSource.Keywords.Waits);
        using SharedIndexedRing ring = new(new RingGeometry(16, reservedEntries: 4));
        using SharedCollector collector = Peers.Open(ring);
        ring.Producer.Push(new DirtyPage(0, 1));
        HarvestTicket ticket = collector.Collector.Harvest(new DirtyPage[4]).Ticket;
        Assert.Equal(WaitStatus.TimedOut, collector.WaitForReset(ticket, s_short, out _));
        Assert.Equal(WaitStatus.TimedOut, ring.WaitForRequest(s_short));
        collector.RequestReset();
        Assert.Equal(WaitStatus.Ready, ring.WaitForRequest(s_short));
        Assert.Equal(WaitStatus.TimedOut, ring.WaitForRequest(TimeSpan.Zero));
        RecordingSink sink = new();
        Assert.Equal(1, ring.Reset(ref sink).Entries);
        Assert.Equal(WaitStatus.Ready, collector.WaitForReset(ticket, s_short, out _));
        foreach (uint id in new[] { ring.Producer.RingId, collector.Indexed!.RingId })
            Assert.Equal(session.Payloads(id, "WaitStarted").Length, session.Payloads(id, "WaitEnded").Length);
        Assert.Equal(2, session.Payloads(ring.Producer.RingId, "WaitStarted").Length);
        Assert.Single(session.Payloads(collector.Indexed!.RingId, "WaitStarted"));
    }
}
