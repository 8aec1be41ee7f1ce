using System;
using System.Linq;
using RingCore.Benchmarks.Density;
using Xunit;

namespace RingCore.Tests;

/// <summary>The ring's rival must be right, or beating it means nothing.</summary>
public unsafe class BitmapScanTests
{
    private const long Pages = 1 << 15;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(500, 1)]
    [InlineData(15000, 1)]
    [InlineData(4096, 16)]
    [InlineData(4096, 64)]
    [InlineData(8192, 512)]
    public void Finds_every_dirty_page_once_and_clears_it(int dirty, int runPages)
    {
        ulong[] pages = DirtySet.Choose(Pages, dirty, runPages);
        ulong[] words = new ulong[Pages / 64];
        uint[] found = new uint[pages.Length + 16];
        foreach (ulong page in pages)
            words[page / 64] |= 1UL << (int)(page % 64);

        int count;
        fixed (ulong* first = words)
        fixed (uint* target = found)
            count = BitmapScan.Run(first, words.Length, target);

        Assert.Equal(pages.Order().Select(page => (uint)page), found.Take(count));
        Assert.Equal(-1, words.AsSpan().IndexOfAnyExcept(0UL));
    }

    [Fact]
    public void Dirty_pages_are_distinct_and_in_whole_runs()
    {
        ulong[] pages = DirtySet.Choose(Pages, dirty: 100, runPages: 16);

        Assert.Equal(112, pages.Distinct().Count());
        Assert.All(pages.Chunk(16), run => Assert.Equal(Enumerable.Range(0, 16).Select(i => run[0] + (ulong)i), run));
        Assert.All(pages, page => Assert.InRange(page, 0UL, (ulong)Pages - 1));
    }
}
