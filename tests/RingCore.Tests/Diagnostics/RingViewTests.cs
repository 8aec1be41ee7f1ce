using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>What a debugger shows, asked as a debugger asks.</summary>
[Trait("Category", "Trace")]
public class RingViewTests
{
    [Theory]
    [EveryDesign(0ul)]
    [EveryDesign(uint.MaxValue - 20ul)]
    public void A_ring_shows_entries_in_use_and_the_states_of_the_next(RingDesign design, ulong firstPosition)
    {
        using TestRing ring = TestRing.Make(design, 64, 8, firstPosition: firstPosition);
        ring.Producer.Push(TestPages.From(0, 50));
        ring.Collector.Harvest(new DirtyPage[50]);
        RecordingSink sink = new();
        ring.Resetter.Reset(ref sink);
        ring.Producer.Push(TestPages.From(0, 30));
        ring.Collector.Harvest(new DirtyPage[20]);

        Assert.Equal("30 of 64 in use: 20 harvested, 10 published", Debugged.Shown(ring.Ring));
        RingView view = (RingView)Debugged.Proxy(ring.Ring);
        Assert.Equal((30u, 20u, false), (view.EntriesInUse, view.EntriesHarvested, view.IsFreed));
        Assert.All(view.NextToReset, run => Assert.Equal(EntryCondition.Harvested, run.Condition));
        Assert.All(view.NextToHarvest, run => Assert.Equal(EntryCondition.Published, run.Condition));
        Assert.All(view.NextToPush, run => Assert.Equal(EntryCondition.Free, run.Condition));
        Assert.NotEmpty(view.NextToReset);

        DirtyPage[] rest = new DirtyPage[50];
        Assert.Equal(10, ring.Collector.Harvest(rest).Pages);
        Assert.Equal(30, ring.Resetter.Reset(ref sink).Entries);
    }

    [Theory]
    [EveryDesign]
    public void A_ring_whose_memory_is_gone_shows_that_and_does_not_touch_it(RingDesign design)
    {
        TestRing ring = TestRing.Make(design, 64, 8);
        ring.Producer.Push(TestPages.From(0, 30));
        RingMemory memory = ring.Memory;
        ring.Dispose();
        Assert.True(memory.IsFreed);
        Assert.False(memory.TryHold());
        Assert.Equal("64 entries, disposed", Debugged.Shown(ring.Ring));
        RingView view = (RingView)Debugged.Proxy(ring.Ring);
        Assert.True(view.IsFreed);
        Assert.Empty(view.NextToReset);
        Assert.Empty(view.NextToHarvest);
        Assert.Empty(view.NextToPush);
    }

    [Fact]
    public void Handles_show_their_cursors()
    {
        FlaggedDirtyRing ring = new(64, 0);
        for (int i = 0; i < 65; i++)
            ring.Producer.Push(TestPages.At(i));
        ring.Collector.Harvest(new DirtyPage[20]);
        RecordingSink sink = new();
        ring.Resetter.Reset(ref sink);
        Assert.Equal("producer: 64 published, 1 refused", Debugged.Shown(ring.Producer));
        Assert.Equal("collector: 20 harvested", Debugged.Shown(ring.Collector));
        Assert.Equal("resetter: 20 reset, 0 violations", Debugged.Shown(ring.Resetter));
        ring.Dispose();
        Assert.Equal("resetter: 20 reset, 0 violations, disposed", Debugged.Shown(ring.Resetter));
    }

    [Theory]
    [InlineData(SharedRingDesign.Indexed)]
    [InlineData(SharedRingDesign.Flagged)]
    public void Both_sides_of_a_shared_ring_show_a_report_and_after_their_end_a_sentence(SharedRingDesign design)
    {
        using KnownRing ring = new(design);
        ring.Push(41).Harvest(18);
        Assert.Equal("41 of 64 in use", Debugged.Shown(ring.Ring));
        Assert.Equal($"collector of 64 entries, {design}", Debugged.Shown(ring.Collector));
        Assert.Equal(18, ((SharedRingView)Debugged.Proxy(ring.Ring)).Report.Count(EntryCondition.Harvested));
        Assert.Equal(18, ((SharedRingView)Debugged.Proxy(ring.Collector)).Report.Count(EntryCondition.Harvested));
        ring.Dispose();
        Assert.Equal("41 of 64 in use, disposed", Debugged.Shown(ring.Ring));
        Assert.Equal(SharedOpenStatus.NotAMemfd, ((SharedRingView)Debugged.Proxy(ring.Ring)).Report.Status);
        Assert.Equal(SharedOpenStatus.NotAMemfd, ((SharedRingView)Debugged.Proxy(ring.Collector)).Report.Status);
    }
}
