using System.Linq;
using RingCore.AliasedCache;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.Tests;

/// <summary>The indexed ring with a padded line per index: one writer in each line. What flushes can make safe.</summary>
public sealed class PaddedLinesTests(ITestOutputHelper output) : AliasTests(output)
{
    private static readonly FlushPoint[] s_documented =
    [
        Before(Party.Producer, "reset"),
        After(Party.Producer, "entries"), After(Party.Producer, "entries", FlushPath.AtLimit), After(Party.Producer, "entries", FlushPath.AroundEnd),
        After(Party.Producer, "avail"), After(Party.Producer, "avail", FlushPath.AtLimit),
        Before(Party.Collector, "avail"), Before(Party.Collector, "entries"), Before(Party.Collector, "entries", FlushPath.AroundEnd),
        After(Party.Collector, "fetch"),
        Before(Party.Resetter, "fetch"), Before(Party.Resetter, "avail"), Before(Party.Resetter, "entries"), After(Party.Resetter, "reset"),
    ];

    [Theory]
    [InlineData(16, false)]
    [InlineData(32, false)]
    [InlineData(64, true)]
    public void A_kernel_and_a_user_who_both_flush_lose_nothing(int lineBytes, bool fetchesAhead)
    {
        Exploration found = AssertSafe(Cases.Indexed(resets: 2), new MemoryRules { LineBytes = lineBytes, FetchesAhead = fetchesAhead });
        Assert.True(found.States > 50_000, $"Only {found.States} states: the parties hardly met.");
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    public void Three_processes_that_flush_their_own_mappings_lose_nothing(int lineBytes) =>
        AssertSafe(Cases.Indexed(), new MemoryRules { LineBytes = lineBytes, Mappings = MemoryRules.ThreeProcesses, FetchesAhead = true });

    [Fact]
    public void The_ring_flushes_where_the_documentation_says() =>
        Assert.Equal(s_documented.ToHashSet(), AssertSafe(Cases.Indexed(), new MemoryRules()).FlushPoints);

    [Fact]
    public void Between_kernel_and_user_every_flush_is_necessary_but_those_between_producer_and_resetter_who_share_a_mapping() =>
        AssertEachNecessary(
            Cases.Indexed(),
            new MemoryRules { LineBytes = 16 },
            Before(Party.Producer, "reset"), After(Party.Resetter, "reset"), Before(Party.Resetter, "avail"), Before(Party.Resetter, "entries"));

    [Fact]
    public void Between_three_processes_every_flush_is_necessary() =>
        AssertEachNecessary(Cases.Indexed(), new MemoryRules { LineBytes = 16, Mappings = MemoryRules.ThreeProcesses });

    [Fact]
    public void A_flush_before_reading_that_discards_dirty_lines_loses_the_writes_of_who_shares_the_mapping()
    {
        AssertBroken(Cases.Indexed(), new MemoryRules { DiscardsDirtyLines = true });
        AssertSafe(Cases.Indexed(), new MemoryRules { DiscardsDirtyLines = true, Mappings = MemoryRules.ThreeProcesses });
    }
}
