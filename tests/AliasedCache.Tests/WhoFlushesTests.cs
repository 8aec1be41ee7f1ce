using RingCore.AliasedCache;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.Tests;

/// <summary>The question that the review left open: must the reader flush as well as the writer? It depends on whose lines a flush reaches.</summary>
public sealed class WhoFlushesTests(ITestOutputHelper output) : AliasTests(output)
{
    private static readonly MemoryRules s_ownMapping = new();
    private static readonly MemoryRules s_allAliases = new() { Reach = FlushReach.AllAliases };

    [Fact]
    public void A_writer_that_flushes_its_own_mapping_does_not_reach_the_readers_old_copy() =>
        AssertBroken(Cases.Indexed(), s_ownMapping, without: point => point.IsBeforeRead);

    [Fact]
    public void A_reader_that_flushes_its_own_mapping_does_not_reach_the_writers_dirty_line() =>
        AssertBroken(Cases.Indexed(), s_ownMapping, without: point => !point.IsBeforeRead);

    [Fact]
    public void Own_mappings_are_safe_when_both_flush() => AssertSafe(Cases.Indexed(), s_ownMapping);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void With_flushes_that_reach_all_aliases_either_side_is_enough(bool fetchesAhead)
    {
        MemoryRules rules = s_allAliases with { FetchesAhead = fetchesAhead };
        AssertSafe(Cases.Indexed(), rules);
        AssertSafe(Cases.Indexed(), rules, without: point => point.IsBeforeRead);
        AssertSafe(Cases.Indexed(), rules, without: point => !point.IsBeforeRead);
        AssertBroken(Cases.Indexed(), rules, without: _ => true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_kernel_whose_flushes_reach_all_aliases_flushes_for_its_user_too(bool fetchesAhead) =>
        AssertSafe(Cases.Indexed(), s_allAliases with { FetchesAhead = fetchesAhead }, without: point => point.Party == Party.Collector);

    [Fact]
    public void A_kernel_that_flushes_for_its_user_must_do_so_before_reading_and_after_writing()
    {
        foreach (MemoryRules rules in (MemoryRules[])[s_allAliases, s_ownMapping])
        {
            AssertBroken(Cases.Indexed(), rules, without: point => point.Party == Party.Collector || point.IsBeforeRead);
            AssertBroken(Cases.Indexed(), rules, without: point => point.Party == Party.Collector || !point.IsBeforeRead);
        }
    }

    [Fact]
    public void A_kernel_that_flushes_its_own_mapping_alone_cannot_flush_for_its_user()
    {
        AssertBroken(Cases.Indexed(), s_ownMapping, without: point => point.Party == Party.Collector);
        AssertBroken(Cases.Indexed(), s_ownMapping, without: _ => true);
    }
}
