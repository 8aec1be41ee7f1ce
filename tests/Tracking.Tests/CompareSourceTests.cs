using System;
using System.Collections.Generic;
using Xunit;

namespace RingCore.Tracking.Tests;

public unsafe class CompareSourceTests
{
    [Fact]
    public void Reports_pages_that_differ_and_not_those_written_with_what_they_held()
    {
        using TrackedMemory memory = new(10, 10);
        memory.Address(0)[0] = 1;
        using DirtyTracker tracker = new(memory, new TrackerOptions { Source = SourceKind.Compare });
        memory.Address(0)[0] = 1;
        memory.Address(0)[(5 * TrackedMemory.PageBytes) - 1] = 2;
        memory.Address(1)[0] = 2;
        Assert.Equal([4UL, 10UL], tracker.TakeRound());
        memory.Address(1)[0] = 3;
        memory.Address(1)[0] = 2;
        Assert.Empty(tracker.TakeRound());
    }

    [Fact]
    public void A_write_between_the_comparison_and_the_read_is_read_or_comes_again()
    {
        using TrackedMemory memory = new(3);
        using CompareSource source = new(memory);
        byte* page = memory.Address(0) + TrackedMemory.PageBytes;
        page[7] = 1;
        List<ulong> reported = [];
        // The report is the moment between the comparison and everything that follows.
        WriteOnReport report = new(() => page[8] = 1, reported);
        Assert.True(source.Scan(report));
        Assert.True(source.Scan(report));
        Assert.Equal([1UL, 1UL], reported);
        Assert.True(source.Scan(report));
        Assert.Equal(2, reported.Count);
    }

    [Fact]
    public void Needs_a_copy_as_large_as_the_memory_and_gives_it_back()
    {
        using TrackedMemory memory = new(3);
        CompareSource source = new(memory);
        source.Dispose();
        source.Dispose();
        using CompareSource again = new(memory);
        Assert.True(again.Scan(new WriteOnReport(() => { }, [])));
    }

    private sealed class WriteOnReport(Action write, List<ulong> reported) : IScanReport
    {
        public void Written(ulong gfn, long pages)
        {
            write();
            reported.Add(gfn);
            Assert.Equal(1, pages);
        }
    }
}
