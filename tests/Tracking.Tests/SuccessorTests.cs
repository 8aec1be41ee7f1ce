using Xunit;

namespace RingCore.Tracking.Tests;

public unsafe class SuccessorTests
{
    [Fact]
    public void A_new_collector_over_the_same_memory_starts_with_what_was_not_committed()
    {
        using TrackedMemory tracked = new(100_000);
        TrackerMemory memory = new(tracked);
        RoundSets<CoherentFencePoints> first = new(memory);
        OverflowBitmap<CoherentFencePoints> overflow = new(memory.Hint, memory.Overflow, memory.Pages);
        first.Admit(1);
        first.Admit(70_000);
        first.Close();
        first.Rearm();
        first.Admit(2);
        overflow.Add(1000, 1);
        memory.Hint[0] = 0; // killed while it drained the bitmap

        RoundSets<CoherentFencePoints> second = new(memory);
        Assert.Equal(0, second.InFlight.Count);
        Assert.Equal(3, second.OpenPages);
        Assert.Equal(1, second.AdmitOverflow());
        second.Close();
        foreach (long page in new long[] { 1, 2, 64_000, 70_000 })
            Assert.True(second.InFlight.Contains(page));
        second.Retire();
        Assert.Equal(0, new RoundSets<CoherentFencePoints>(memory).OpenPages);
        memory.RemoveUser();
    }
}
