using System;
using System.IO;
using RingCore.AliasedCache;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.Tests;

/// <summary>Two writers in one line clobber each other, whatever is flushed and by whom.</summary>
public sealed class TwoWritersTests(ITestOutputHelper output) : AliasTests(output)
{
    [Theory]
    [InlineData(32, FlushReach.OwnMapping)]
    [InlineData(64, FlushReach.OwnMapping)]
    [InlineData(32, FlushReach.AllAliases)]
    [InlineData(64, FlushReach.AllAliases)]
    public void A_flagged_entry_beside_its_neighbour_is_clobbered(int lineBytes, FlushReach reach)
    {
        MemoryRules rules = new() { LineBytes = lineBytes, Reach = reach };
        AssertBroken(Cases.Flagged(), rules);
        AssertBroken(Cases.Flagged(), rules with { Mappings = MemoryRules.ThreeProcesses });
        AssertBroken(Cases.Flagged<FlushFirstEntry>(), rules);
    }

    [Theory]
    [InlineData(16, FlushReach.OwnMapping)]
    [InlineData(64, FlushReach.OwnMapping)]
    [InlineData(16, FlushReach.AllAliases)]
    [InlineData(64, FlushReach.AllAliases)]
    public void The_adjacent_indices_of_KVM_are_clobbered(int lineBytes, FlushReach reach)
    {
        MemoryRules rules = new() { LineBytes = lineBytes, Reach = reach };
        AssertBroken(Cases.IndexedKvm(), rules);
        AssertBroken(Cases.IndexedKvm(), rules with { Mappings = MemoryRules.ThreeProcesses });
    }

    [Theory]
    [InlineData(32, FlushReach.OwnMapping)]
    [InlineData(64, FlushReach.OwnMapping)]
    [InlineData(32, FlushReach.AllAliases)]
    [InlineData(64, FlushReach.AllAliases)]
    public void A_mark_clobbers_the_next_lap_of_a_line_whose_first_entry_was_handed_over_before(int lineBytes, FlushReach reach)
    {
        MemoryRules rules = new() { LineBytes = lineBytes, Reach = reach };
        AssertBroken(Cases.IndexedMarks(), rules);
        AssertBroken(Cases.IndexedMarks(), rules with { Mappings = MemoryRules.ThreeProcesses });
    }

    [Fact]
    public void A_mark_in_an_entry_in_a_line_of_its_own_is_safe_and_its_flush_as_necessary_as_the_others()
    {
        MemoryRules rules = new() { LineBytes = 16, Mappings = MemoryRules.ThreeProcesses };
        AssertSafe(Cases.IndexedMarks(resets: 2), new MemoryRules { LineBytes = 16, FetchesAhead = true });
        AssertSafe(Cases.IndexedMarks(), rules with { FetchesAhead = true });
        AssertEachNecessary(Cases.IndexedMarks(), rules);
    }

    [Fact]
    public void A_flagged_entry_in_a_line_of_its_own_is_safe_where_producer_and_resetter_share_a_mapping()
    {
        AssertSafe(Cases.Flagged(resets: 2), new MemoryRules { LineBytes = 16, FetchesAhead = true });
        AssertEachNecessary(
            Cases.Flagged(),
            new MemoryRules { LineBytes = 16 },
            Before(Party.Producer, "reset"), After(Party.Resetter, "reset"), After(Party.Resetter, "entries"));
    }

    [Fact]
    public void Between_three_processes_a_push_is_torn_unless_the_producer_drops_its_old_copy_before_it_writes()
    {
        MemoryRules rules = new() { LineBytes = 16, Mappings = MemoryRules.ThreeProcesses };
        Exploration torn = AssertBroken(Cases.Flagged(), rules);
        Assert.Contains("in an old copy", torn.Trace, StringComparison.Ordinal);
        AssertSafe(Cases.Flagged<FlushFirstEntry>(), rules with { FetchesAhead = true });
        AssertEachNecessary(Cases.Flagged<FlushFirstEntry>(), rules);
    }

    [Fact]
    public void The_documentation_shows_the_trace_as_it_is()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "virtually-tagged.md"));
        string trace = AssertBroken(Cases.Flagged(), new MemoryRules()).Trace;
        Assert.Contains(trace, page, StringComparison.Ordinal);
    }
}
