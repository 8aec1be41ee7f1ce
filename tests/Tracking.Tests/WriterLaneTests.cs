using RingCore.Layouts;
using Xunit;

namespace RingCore.Tracking.Tests;

public class WriterLaneTests
{
    [Fact]
    public void A_writer_that_pushes_its_last_page_and_closes_while_its_ring_is_drained_loses_nothing()
    {
        using BareCollector bare = new(100);
        RoundCollector collector = bare.Collector;
        WriterWords<CoherentFencePoints> words = new();
        using FlaggedDirtyRing ring = new(64, 0, bare.Slots);
        bool isClosed = false;
        using InterruptedRing interrupted = new(ring, () =>
        {
            if (isClosed)
                return;
            isClosed = true;
            ring.Producer.Push(new DirtyPage(0, 99));
            ring.Producer.Dispose();
            words.Close();
        });
        collector.Add(new WriterLane(interrupted, words));
        Assert.Equal(0, collector.Collect());
        Assert.Equal(1, collector.Collect());
        Assert.True(collector.InFlight.Contains(99));
        collector.Commit();
        words.RemoveUser();
    }
}
