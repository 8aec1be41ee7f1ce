using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>Reset before read: which resets turn which tickets into grants.</summary>
public class GrantTests
{
    [Theory]
    [EveryDesign]
    public void A_harvest_grants_nothing_until_all_of_it_is_reset(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        ring.Producer.Push(TestPages.From(0, 5));
        HarvestTicket ticket = ring.Collector.Harvest(new DirtyPage[5]).Ticket;
        Assert.False(Grants(Reset(ring, 0), ticket));
        Assert.False(Grants(Reset(ring, 4), ticket));
        Assert.True(Grants(Reset(ring, 1), ticket));
        Assert.True(Grants(Reset(ring), ticket)); // and every reset from then on
    }

    [Theory]
    [EveryDesign]
    public void A_reset_from_before_the_harvest_grants_nothing(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        ring.Producer.Push(TestPages.From(0, 2));
        HarvestTicket first = ring.Collector.Harvest(new DirtyPage[1]).Ticket;
        ResetResult reset = Reset(ring);
        HarvestTicket second = ring.Collector.Harvest(new DirtyPage[1]).Ticket;
        Assert.True(Grants(reset, first));
        Assert.False(Grants(reset, second));
        Assert.True(Grants(Reset(ring), second));
    }

    [Theory]
    [EveryDesign]
    public void A_ticket_of_another_ring_grants_nothing(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        using TestRing other = TestRing.Make(design);
        ring.Producer.Push(TestPages.At(0));
        other.Producer.Push(TestPages.At(0));
        HarvestTicket ticket = ring.Collector.Harvest(new DirtyPage[1]).Ticket;
        other.Collector.Harvest(new DirtyPage[1]);
        Assert.False(Grants(Reset(other), ticket));
        Assert.True(Grants(Reset(ring), ticket));
    }

    [Theory]
    [EveryDesign]
    public void Default_tickets_and_results_grant_nothing(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        ring.Producer.Push(TestPages.At(0));
        HarvestTicket ticket = ring.Collector.Harvest(new DirtyPage[1]).Ticket;
        Assert.False(Grants(Reset(ring), default));
        Assert.False(Grants(default, ticket));
        Assert.False(Grants(default, default));
        Assert.False(Grants(new ResetResult(ResetStatus.Complete, 1, 0), ticket));
        Assert.False(default(ReadGrant).IsGranted);
    }

    [Theory]
    [EveryDesign]
    public void Bitmap_and_in_place_harvests_give_tickets_too(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        ring.Producer.Push(TestPages.From(0, 4));
        HarvestTicket bitmap = ring.Collector.Harvest(new DirtyBitmap(TestPages.Slots), 2).Ticket;
        HarvestTicket inPlace = ring.HarvestInPlace(2, (_, _) => 2);
        ResetResult half = Reset(ring, 2);
        Assert.True(Grants(half, bitmap));
        Assert.False(Grants(half, inPlace));
        Assert.True(Grants(Reset(ring), inPlace));
    }

    [Theory]
    [EveryDesign]
    public void A_disposed_resetter_grants_nothing(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        ring.Producer.Push(TestPages.At(0));
        HarvestTicket ticket = ring.Collector.Harvest(new DirtyPage[1]).Ticket;
        Reset(ring);
        ring.Resetter.Dispose();
        Assert.False(Grants(Reset(ring), ticket));
    }

    [Theory]
    [EveryDesign]
    public void A_cancelled_reset_grants_only_what_it_has_passed(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        ring.Producer.Push(TestPages.From(0, 2));
        HarvestTicket first = ring.Collector.Harvest(new DirtyPage[1]).Ticket;
        HarvestTicket second = ring.Collector.Harvest(new DirtyPage[1]).Ticket;
        Reset(ring, 1);
        RecordingSink sink = new();
        ResetResult cancelled = ring.Resetter.Reset(ref sink, cancellation: new(canceled: true));
        Assert.True(Grants(cancelled, first));
        Assert.False(Grants(cancelled, second));
    }

    private static bool Grants(ResetResult result, HarvestTicket ticket)
    {
        bool granted = result.TryGrantRead(ticket, out ReadGrant grant);
        Assert.Equal(granted, grant.IsGranted);
        return granted;
    }

    private static ResetResult Reset(TestRing ring, int maxEntries = int.MaxValue)
    {
        RecordingSink sink = new();
        return ring.Resetter.Reset(ref sink, maxEntries);
    }
}
