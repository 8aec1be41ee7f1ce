using System;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>A ring of two sides over the same regions, mapped twice.</summary>
public class SharedRingTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(0)]
    [InlineData(uint.MaxValue - 20UL)]
    public void What_one_side_pushes_the_other_harvests_and_the_first_resets(ulong firstPosition)
    {
        using SharedIndexedRing ring = new(new RingGeometry(64, reservedEntries: 8), firstPosition: firstPosition);
        using SharedCollector collector = Peers.Open(ring);
        DirtyPage[] pages = new DirtyPage[64];
        RecordingSink sink = new();
        for (int round = 0; round < 10; round++)
        {
            Assert.Equal(PushStatus.Published, ring.Producer.Push(TestPages.From(0, 40)).Status);
            HarvestResult harvest = collector.Indexed!.Harvest(pages);
            Assert.Equal(TestPages.From(0, 40), pages[..harvest.Pages]);
            Assert.Equal(WaitStatus.TimedOut, collector.WaitForReset(harvest.Ticket, TimeSpan.Zero, out ReadGrant early));
            Assert.False(early.IsGranted);
            Assert.Equal(40, ring.Reset(ref sink).Entries);
            Assert.Equal(WaitStatus.Ready, collector.WaitForReset(harvest.Ticket, s_soon, out ReadGrant grant));
            Assert.True(grant.IsGranted);
        }
    }
}
