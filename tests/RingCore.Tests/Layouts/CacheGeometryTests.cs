using System;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

public class CacheGeometryTests
{
    // The cache of the review: 32 KiB, 8 ways of 64 sets of 64-byte lines.
    private static readonly CacheGeometry s_l1 = new(1, CacheKind.Data, lineBytes: 64, ways: 8, sets: 64);

    [Theory]
    [InlineData(0, 0, 0, 0, true)]
    [InlineData(1, 1, 1, 1, true)]
    [InlineData(64, 1, 1, 1, true)]
    [InlineData(65, 2, 2, 1, true)]
    [InlineData(4096, 64, 64, 1, true)] // "4K is a whole cache way": 256 entries of 16 bytes
    [InlineData(4097, 65, 64, 2, true)]
    [InlineData(28672, 448, 64, 7, true)] // the most that leaves a way to others
    [InlineData(28673, 449, 64, 8, false)]
    [InlineData(32768, 512, 64, 8, false)] // the whole cache
    [InlineData(65536, 1024, 64, 16, false)] // "64K is 16 ways": 4096 entries, twice what the cache has
    [InlineData(1048576, 16384, 64, 256, false)] // KVM's largest ring
    public void Footprint_of_a_ring_in_the_review_s_first_level_cache(long bytes, long lines, int sets, int ways, bool leavesRoom)
    {
        CacheFootprint footprint = s_l1.Footprint(bytes);
        Assert.Equal(new CacheFootprint(lines, sets, ways, Ways: 8), footprint);
        Assert.Equal(leavesRoom, footprint.LeavesRoom);
    }

    [Fact]
    public void Eight_byte_entries_halve_the_footprint()
    {
        Assert.Equal(16, s_l1.Footprint(new RingGeometry(4096).Bytes).WaysTaken);
        Assert.Equal(8, s_l1.Footprint(new RingGeometry(4096, DirtyPageAddress.Bytes).Bytes).WaysTaken);
    }

    [Theory]
    [InlineData(1, 64, 8, 64, 32 * 1024, 4096)]
    [InlineData(1, 64, 12, 64, 48 * 1024, 4096)]
    [InlineData(2, 64, 16, 1024, 1024 * 1024, 65536)]
    [InlineData(3, 64, 11, 28672, 20185088, 1835008)] // sets that are no power of two: a sliced last level
    [InlineData(4, 128, 1, 1, 128, 128)]
    [InlineData(3, 64, 65536, int.MaxValue, 64L * 65536 * int.MaxValue, 64L * int.MaxValue)]
    public void Capacity_and_way_are_products(int level, int lineBytes, int ways, int sets, long bytes, long wayBytes)
    {
        CacheGeometry cache = new(level, CacheKind.Unified, lineBytes, ways, sets);
        Assert.Equal((bytes, wayBytes), (cache.Bytes, cache.WayBytes));
        Assert.Equal(1, cache.Footprint(wayBytes).WaysTaken);
        Assert.Equal(ways, cache.Footprint(bytes).WaysTaken);
    }

    [Fact]
    public void The_largest_size_does_not_overflow()
    {
        CacheFootprint footprint = s_l1.Footprint(long.MaxValue);
        Assert.Equal((1L << 57, 64, int.MaxValue), (footprint.Lines, footprint.SetsTouched, footprint.WaysTaken));
    }

    [Theory]
    [InlineData(0, 64, 8, 64, "level", 0)]
    [InlineData(5, 64, 8, 64, "level", 5)]
    [InlineData(1, 0, 8, 64, "lineBytes", 0)]
    [InlineData(1, 64, 0, 64, "ways", 0)]
    [InlineData(1, 64, -3, 64, "ways", -3)]
    [InlineData(1, 64, 8, 0, "sets", 0)]
    public void Refuses_numbers_that_no_cache_has(int level, int lineBytes, int ways, int sets, string name, int value)
    {
        ArgumentOutOfRangeException refusal =
            Assert.Throws<ArgumentOutOfRangeException>(() => new CacheGeometry(level, CacheKind.Data, lineBytes, ways, sets));
        Assert.Equal((name, value), (refusal.ParamName, refusal.ActualValue));
        Assert.Contains($"{value}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_negative_footprint() => Assert.Throws<ArgumentOutOfRangeException>(() => s_l1.Footprint(-1));
}
