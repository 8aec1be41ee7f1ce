using System;
using RingCore.Layouts;
using Xunit;
using Ring = RingCore.VmRing<RingCore.Tests.ProbedFencePoints>;

namespace RingCore.Tests;

/// <summary>The VM ring's producers at each other's worst moments: a second producer acts within a push of the first.</summary>
public class VmRaceTests
{
    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    public void A_claim_that_another_took_first_is_made_again(uint firstPosition)
    {
        using Ring ring = new(new RingGeometry(8, reservedEntries: 0), null, firstPosition);
        PushBefore(ring, "CompareExchange", TestPages.At(0), () => ring.Producer.Push(TestPages.At(1)), PushStatus.Published);
        Assert.Equal([TestPages.At(1), TestPages.At(0)], Harvest(ring));
    }

    [Fact]
    public void A_claim_of_the_last_entry_that_another_took_is_refused_and_overwrites_nothing()
    {
        using Ring ring = new(new RingGeometry(2, reservedEntries: 0));
        ring.Producer.Push(TestPages.At(0));
        PushBefore(ring, "CompareExchange", TestPages.At(9), () => ring.Producer.Push(TestPages.At(1)), PushStatus.RefusedFull);
        Assert.Equal(TestPages.From(0, 2), Harvest(ring));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue - 1)]
    public void An_index_older_than_the_reset_is_read_again(uint firstPosition)
    {
        using Ring ring = new(new RingGeometry(4, reservedEntries: 0), null, firstPosition);
        RecordingSink sink = new();
        PushBefore(
            ring,
            "LoadAcquire", // between the reads of avail and of reset
            TestPages.At(9),
            () =>
            {
                ring.Producer.Push(TestPages.From(0, 3));
                Assert.Equal(TestPages.From(0, 3), Harvest(ring));
                Assert.Equal(3, ring.Resetter.Reset(ref sink).Entries);
            },
            PushStatus.Published);
        Assert.Equal([TestPages.At(9)], Harvest(ring));
    }

    [Fact]
    public void A_producer_that_stalls_before_it_publishes_holds_up_the_collector_and_loses_nothing()
    {
        using Ring ring = new(new RingGeometry(4, reservedEntries: 0));
        PushBefore(
            ring,
            "WritePlain", // claimed, not yet written
            TestPages.At(0),
            () =>
            {
                Assert.Equal(3, ring.Producer.Push(TestPages.From(1, 4)).Pushed); // the others go on until the ring is full
                Assert.Empty(Harvest(ring));
                Assert.Equal(0, ring.Collector.HarvestInPlace().Entries);
                Assert.Equal(WaitStatus.TimedOut, ring.Collector.WaitForEntries(WaitStrategy.Spin, TimeSpan.Zero));
            },
            PushStatus.Published);
        Assert.Equal(TestPages.From(0, 4), Harvest(ring));
    }

    [Fact]
    public void A_producer_that_stalls_between_payload_and_state_shows_no_payload()
    {
        using Ring ring = new(new RingGeometry(4, reservedEntries: 0));
        PushBefore(ring, "StoreRelease", TestPages.At(0), () => Assert.Empty(Harvest(ring)), PushStatus.Published);
        Assert.Equal([TestPages.At(0)], Harvest(ring));
    }

    private static void PushBefore(Ring ring, string step, DirtyPage page, Action act, PushStatus expected)
    {
        bool acted = false;
        ProbedFencePoints.Before = operation =>
        {
            if (operation == step && !acted)
            {
                acted = true;
                act();
            }
        };
        try
        {
            Assert.Equal(expected, ring.Producer.Push(page));
        }
        finally
        {
            ProbedFencePoints.Before = null;
        }

        Assert.True(acted, $"The push had no {step}.");
    }

    private static DirtyPage[] Harvest(Ring ring)
    {
        DirtyPage[] pages = new DirtyPage[8];
        return pages[..ring.Collector.Harvest(pages).Pages];
    }
}
