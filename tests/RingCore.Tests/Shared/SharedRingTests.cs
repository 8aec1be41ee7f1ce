using System;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>Both sides of a shared ring, over mappings of their own.</summary>
public class SharedRingTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(0)]
    [InlineData(uint.MaxValue - 20UL)]
    public void An_indexed_ring_moves_pages_and_grants_by_its_resets(ulong firstPosition)
    {
        using SharedIndexedRing ring = new(new RingGeometry(64, reservedEntries: 8), firstPosition: firstPosition);
        using SharedCollector collector = Peers.Open(ring);
        Assert.Equal(SharedRingDesign.Indexed, collector.Design);
        RecordingSink sink = new();
        for (int round = 0; round < 10; round++)
        {
            Assert.Equal(PushStatus.Published, ring.Producer.Push(TestPages.From(0, 40)).Status);
            HarvestAll(collector, collector.Indexed!, () => ring.Reset(ref sink));
        }

        Assert.Equal(0ul, ring.PeerViolations.Total);
    }

    [Theory]
    [InlineData(PeerTrust.Shadowed, 0)]
    [InlineData(PeerTrust.Shadowed, uint.MaxValue - 20UL)]
    [InlineData(PeerTrust.KernelCompatible, 0)]
    [InlineData(PeerTrust.KernelCompatible, uint.MaxValue - 20UL)]
    public void A_flagged_ring_moves_pages_and_grants_by_its_resets(PeerTrust trust, ulong firstPosition)
    {
        using SharedFlaggedRing ring = new(new RingGeometry(64, reservedEntries: 8), trust, firstPosition: firstPosition);
        using SharedCollector collector = Peers.Open(ring);
        Assert.Equal(SharedRingDesign.Flagged, collector.Design);
        RecordingSink sink = new();
        for (int round = 0; round < 10; round++)
        {
            Assert.Equal(PushStatus.Published, ring.Producer.Push(TestPages.From(0, 40)).Status);
            HarvestAll(collector, collector.Flagged!, () => ring.Reset(ref sink));
        }

        Assert.Equal(0ul, ring.PeerViolations.Total);
    }

    [Fact]
    public void Mappings_outlive_whoever_disposes_the_regions_for_as_long_as_a_handle_is_there()
    {
        SharedIndexedRing ring = new(new RingGeometry(128));
        SharedCollector collector = Peers.Open(ring);
        ring.Told.Dispose();
        ring.Answered.Dispose();
        ring.Private.Dispose();
        collector.Told.Dispose();
        collector.Answered.Dispose();
        Assert.Equal(PushStatus.Published, ring.Producer.Push(TestPages.At(0)));
        Assert.True(collector.Indexed!.TryTake(out DirtyPage page));
        Assert.Equal(TestPages.At(0), page);
        ring.Dispose();
        collector.Dispose();
        unsafe
        {
            Assert.True(ring.Told.Start == null && ring.Private.Start == null && collector.Told.Start == null && collector.Answered.Start == null);
        }

        Assert.True(ring.Told.Descriptor.IsClosed && collector.Told.Descriptor.IsClosed && collector.Answered.Descriptor.IsClosed);
    }

    [Fact]
    public void After_their_end_both_sides_say_so_and_touch_nothing()
    {
        SharedIndexedRing ring = new(new RingGeometry(128));
        SharedCollector collector = Peers.Open(ring);
        ring.Producer.Push(TestPages.At(0));
        HarvestTicket ticket = collector.Indexed!.Harvest(new DirtyPage[1]).Ticket;
        ring.Dispose();
        ring.Dispose();
        Assert.Equal(PushStatus.HandleDisposed, ring.Producer.Push(TestPages.At(0)));
        Assert.Equal(WaitStatus.HandleDisposed, ring.WaitForRequest(TimeSpan.Zero));
        Assert.Throws<ObjectDisposedException>(() => ring.Epoch = 1);
        ring.AnnounceReset();
        Assert.Equal(WaitStatus.TimedOut, collector.WaitForReset(ticket, TimeSpan.Zero, out _)); // its own mapping is still there
        collector.Dispose();
        collector.Dispose();
        Assert.Equal(WaitStatus.HandleDisposed, collector.WaitForReset(ticket, TimeSpan.Zero, out _));
        Assert.Throws<ObjectDisposedException>(() => collector.Epoch);
        Assert.Throws<ObjectDisposedException>(collector.RequestReset);
    }

    [Fact]
    public void The_epoch_is_what_the_producer_s_side_stored_last()
    {
        using SharedIndexedRing ring = new(new RingGeometry(128));
        using SharedCollector collector = Peers.Open(ring);
        Assert.Equal(0ul, collector.Epoch);
        ring.Epoch = ulong.MaxValue - 1;
        Assert.Equal(ulong.MaxValue - 1, collector.Epoch);
    }

    [Fact]
    public void A_ticket_of_another_ring_waits_for_nothing()
    {
        using SharedIndexedRing ring = new(new RingGeometry(128));
        using SharedIndexedRing other = new(new RingGeometry(128));
        using SharedCollector collector = Peers.Open(ring);
        using SharedCollector another = Peers.Open(other);
        HarvestTicket ticket = another.Indexed!.Harvest(new DirtyPage[1]).Ticket;
        Assert.Throws<ArgumentException>(() => collector.WaitForReset(ticket, TimeSpan.Zero, out _));
    }

    [Fact]
    public void Numbers_that_a_ring_cannot_have_are_refused_and_leave_nothing_open()
    {
        Assert.Throws<ArgumentException>(() => new SharedIndexedRing(new RingGeometry(64, 8, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SharedIndexedRing(new RingGeometry(128), firstPosition: 1ul << 63));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SharedFlaggedRing(new RingGeometry(128), (PeerTrust)9));
        Assert.Throws<ArgumentException>(() => new SharedFlaggedRing(new RingGeometry(64, 8, 0), PeerTrust.Shadowed));
    }

    private static void HarvestAll(SharedCollector side, IDirtyCollector collector, Func<ResetResult> reset)
    {
        DirtyPage[] pages = new DirtyPage[64];
        HarvestResult harvest = collector.Harvest(pages);
        Assert.Equal(TestPages.From(0, 40), pages[..harvest.Pages]);
        Assert.Equal(WaitStatus.TimedOut, side.WaitForReset(harvest.Ticket, TimeSpan.Zero, out ReadGrant early));
        Assert.False(early.IsGranted);
        Assert.Equal(40, reset().Entries);
        Assert.Equal(WaitStatus.Ready, side.WaitForReset(harvest.Ticket, s_soon, out ReadGrant grant));
        Assert.True(grant.IsGranted);
    }
}
