using System;
using RingCore.AliasedCache;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>The explorer itself.</summary>
[Trait("Category", "Model")]
public class ExplorerTests
{
    [Fact]
    public void A_bound_that_is_reached_proves_nothing()
    {
        Exploration found = Explorer.Explore(Cases.Indexed(), new MemoryRules(), maxStates: 1000);
        Assert.Null(found.Failure);
        Assert.False(found.IsComplete);
        Assert.False(found.IsSafe);
    }

    [Fact]
    public void The_same_exploration_twice_is_the_same()
    {
        Exploration first = Explorer.Explore(Cases.Flagged(), new MemoryRules());
        Exploration second = Explorer.Explore(Cases.Flagged(), new MemoryRules());
        Assert.Equal((first.States, first.Steps, first.Trace), (second.States, second.Steps, second.Trace));
    }

    [Theory]
    [InlineData(8, "0 1 2", "not 8")]
    [InlineData(64, "0 1", "[0, 1]")]
    [InlineData(64, "0 2 0", "[0, 2, 0]")]
    public void Rules_that_make_no_sense_are_refused_by_name(int lineBytes, string mappings, string named)
    {
        MemoryRules rules = new() { LineBytes = lineBytes, Mappings = Array.ConvertAll(mappings.Split(' '), int.Parse) };
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Explorer.Explore(Cases.Indexed(), rules));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lap_needs_a_ring_without_reserved_entries() =>
        Assert.Throws<ArgumentException>(() => new LapScenario(() => new IndexedRing<SimulatedFencePoints>(new RingGeometry(2, reservedEntries: 1))));
}
