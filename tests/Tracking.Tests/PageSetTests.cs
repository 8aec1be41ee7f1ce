using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Set = RingCore.Tracking.PageSet<RingCore.CoherentFencePoints>;

namespace RingCore.Tracking.Tests;

public unsafe class PageSetTests
{
    /// <summary>One word, one word short of two levels, two levels, three, four.</summary>
    public static TheoryData<long> Sizes => [1, 63, 64, 65, 4095, 4096, 4097, 262_144, 262_145, 20_000_000];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Holds_what_a_sorted_set_holds(long pages)
    {
        Gen<long> page = Gen.OneOf(
            Gen.Choose(0, (int)(pages - 1)).Select(n => (long)n),
            Gen.Choose(0, 130).Select(n => Math.Min(n, pages - 1)),
            Gen.Choose(0, 130).Select(n => Math.Max(0, pages - 1 - n)));
        using Words words = new(Set.WordsFor(pages));
        Prop.ForAll(page.ArrayOf().ToArbitrary(), added =>
        {
            Set set = new(words.Start, pages);
            SortedSet<long> model = [];
            bool agrees = added.All(p => set.Add(p) == model.Add(p));
            agrees &= set.Count == model.Count && Walk(set).SequenceEqual(model);
            agrees &= added.All(set.Contains) && (model.Contains(pages / 2) == set.Contains(pages / 2));
            set.Clear();
            return agrees && set.Count == 0 && Walk(set).Count == 0 && new ReadOnlySpan<ulong>(words.Start, (int)words.Count).IndexOfAnyExcept(0UL) < 0;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Adds_words_of_pages_and_tells_the_new_ones()
    {
        const long Pages = 10_000;
        using Words words = new(Set.WordsFor(Pages));
        Set set = new(words.Start, Pages);
        Assert.Equal(0xFFUL, set.Add(100, 0xFF));
        Assert.Equal(0xF00UL, set.Add(100, 0xF0F));
        Assert.Equal(0UL, set.Add(100, 0));
        Assert.Equal(0UL, set.Add(7, 0));
        Assert.Equal(12, set.Count);
        Assert.Equal(Enumerable.Range(6400, 12).Select(n => (long)n), Walk(set));
    }

    [Fact]
    public void Takes_out_pages_of_a_word_and_leaves_the_rest()
    {
        const long Pages = 300_000;
        using Words words = new(Set.WordsFor(Pages));
        Set set = new(words.Start, Pages);
        set.Add(4000, 0xFF);
        set.Add(3, 1);
        set.Remove(4000, 0xF0F);
        Assert.Equal([192, 256_004, 256_005, 256_006, 256_007], Walk(set));
        Assert.Equal(5, set.Count);
        Assert.True(set.ContainsAll(4000, 0x30));
        Assert.False(set.ContainsAll(4000, 0x38));
        set.Remove(4000, ulong.MaxValue);
        set.Remove(4001, ulong.MaxValue);
        Assert.Equal([192], Walk(set));
        set.Remove(3, 1);
        Assert.Equal(0, set.Count);
        Assert.Equal(-1, new ReadOnlySpan<ulong>(words.Start, (int)words.Count).IndexOfAnyExcept(0UL));
    }

    [Fact]
    public void Moves_into_another_set_and_joins_what_is_there()
    {
        const long Pages = 300_000;
        using Words mine = new(Set.WordsFor(Pages));
        using Words others = new(Set.WordsFor(Pages));
        Set from = new(mine.Start, Pages);
        Set into = new(others.Start, Pages);
        foreach (long page in new long[] { 0, 63, 64, 5000, 299_999 })
            from.Add(page);
        into.Add(5000);
        into.Add(70_000);
        from.MoveInto(into);
        Assert.Equal([0, 63, 64, 5000, 70_000, 299_999], Walk(into));
        Assert.Equal(6, into.Count);
        Assert.Equal(0, from.Count);
        Assert.Empty(Walk(from));
    }

    [Fact]
    public void A_second_view_of_the_words_has_the_same_pages()
    {
        const long Pages = 300_000;
        using Words words = new(Set.WordsFor(Pages));
        Set first = new(words.Start, Pages);
        first.Add(1);
        first.Add(250_000);
        Set second = new(words.Start, Pages);
        Assert.Equal(2, second.Count);
        Assert.Equal([1, 250_000], Walk(second));
    }

    [Fact]
    public void Whoever_dies_between_two_stores_of_an_add_or_a_clear_leaves_every_page_to_be_found()
    {
        const long Pages = 300_000;
        using Words words = new(Set.WordsFor(Pages));
        Set set = new(words.Start, Pages);
        set.Add(299_000);
        // The first three stores of Add(70_000), top first: upper bits over a leaf that is still zero.
        long leaves = (Pages + 63) / 64;
        long above = (leaves + 63) / 64;
        long top = leaves + above + ((above + 63) / 64);
        Assert.Equal(words.Count, top + 1);
        words.Start[top] |= 1;
        words.Start[leaves + above] |= 1UL << (70_000 / 64 / 64 % 64);
        words.Start[leaves + (70_000 / 64 / 64)] |= 1UL << (70_000 / 64 % 64);
        Assert.Equal([299_000], Walk(new Set(words.Start, Pages)));
        Set successor = new(words.Start, Pages);
        successor.Add(70_000);
        Assert.Equal([70_000, 299_000], Walk(successor));
    }

    [Fact]
    public void Stores_top_down_when_it_adds_and_bottom_up_when_it_clears()
    {
        const long Pages = 300_000;
        using Words words = new(PageSet<DelegatingFencePoints<Recording>>.WordsFor(Pages));
        PageSet<DelegatingFencePoints<Recording>> set = new(words.Start, Pages);
        Recording.Clear();
        set.Add(70_000);
        nint[] added = Stores();
        Assert.Equal(4, added.Length);
        Assert.True(added[0] > added[1] && added[1] > added[2] && added[2] > added[3], "the top level stands behind the leaves");
        Recording.Clear();
        set.Clear();
        Assert.Equal(added.Reverse(), Stores());

        static nint[] Stores() => [.. Recording.Log.Where(entry => entry.Access == nameof(IFencePoints.WriteOnce)).Select(entry => entry.Word)];
    }

    [Fact]
    public void Costs_what_its_pages_cost_and_not_what_the_memory_is_large()
    {
        const long Pages = 1L << 28; // one TiB of tracked memory
        const int Added = 100;
        using Words words = new(PageSet<DelegatingFencePoints<Recording>>.WordsFor(Pages));
        Recording.Clear();
        PageSet<DelegatingFencePoints<Recording>> set = new(words.Start, Pages);
        for (long i = 0; i < Added; i++)
            set.Add(i * (Pages / Added));
        for (long word = set.NextWord(0, out _); word >= 0; word = set.NextWord(word + 1, out _))
        {
        }

        set.Clear();
        Assert.InRange(Recording.Log.Count, Added, Added * 100);
    }

    private static List<long> Walk(Set set)
    {
        List<long> pages = [];
        for (long word = set.NextWord(0, out ulong bits); word >= 0; word = set.NextWord(word + 1, out bits))
        {
            for (; bits != 0; bits &= bits - 1)
                pages.Add((word << 6) + System.Numerics.BitOperations.TrailingZeroCount(bits));
        }

        return pages;
    }
}
