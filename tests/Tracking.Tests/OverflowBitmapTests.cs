using System.Collections.Generic;
using System.Linq;
using System.Threading;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace RingCore.Tracking.Tests;

public unsafe class OverflowBitmapTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(64 * 64)]
    [InlineData((64 * 64) + 1)]
    [InlineData(64 * 129)]
    [InlineData(1_000_000)]
    public void Gives_back_each_page_once_wherever_it_stands(int pages)
    {
        using Words words = new(((pages + 63) / 64) + 1);
        Prop.ForAll(Gen.Choose(0, pages - 1).ArrayOf().ToArbitrary(), added =>
        {
            OverflowBitmap<CoherentFencePoints> bitmap = new(words.Start, words.Start + 1, pages);
            using Words setWords = new(PageSet<CoherentFencePoints>.WordsFor(pages));
            PageSet<CoherentFencePoints> set = new(setWords.Start, pages);
            foreach (int page in added)
                bitmap.Add(page >> 6, 1UL << (page & 63));
            long expected = added.Distinct().Count();
            return bitmap.DrainInto(set) == expected && set.Count == expected && added.All(page => set.Contains(page)) && bitmap.DrainInto(set) == 0;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_successor_finds_what_its_predecessor_had_the_hint_of_when_it_died()
    {
        const int Pages = 100_000;
        using Words words = new(((Pages + 63) / 64) + 1);
        using Words setWords = new(PageSet<CoherentFencePoints>.WordsFor(Pages));
        PageSet<CoherentFencePoints> set = new(setWords.Start, Pages);
        OverflowBitmap<CoherentFencePoints> bitmap = new(words.Start, words.Start + 1, Pages);
        bitmap.Add(1000, 0b101);
        words.Start[0] = 0; // the exchange of the hint was its last deed
        Assert.Equal(0, bitmap.DrainInto(set));
        bitmap.SuspectAll();
        Assert.Equal(2, bitmap.DrainInto(set));
        Assert.True(set.Contains(64_000) && set.Contains(64_002));
    }

    [Fact]
    public void A_page_is_added_before_its_hint_and_stands_in_the_set_before_it_leaves_the_bitmap()
    {
        const int Pages = 100;
        using Words words = new(3);
        using Words setWords = new(PageSet<CoherentFencePoints>.WordsFor(Pages));
        PageSet<DelegatingFencePoints<Recording>> set = new(setWords.Start, Pages);
        OverflowBitmap<DelegatingFencePoints<Recording>> bitmap = new(words.Start, words.Start + 1, Pages);
        Recording.Clear();
        bitmap.Add(1, 1);
        Assert.Equal([(nameof(IFencePoints.Or), (nint)(words.Start + 2)), (nameof(IFencePoints.Or), (nint)words.Start)], Recording.Log);
        Recording.Clear();
        Assert.Equal(1, bitmap.DrainInto(set));
        List<string> log = [.. Recording.Log.Select(entry => entry.Access)];
        Assert.InRange(log.LastIndexOf(nameof(IFencePoints.WriteOnce)), 0, log.IndexOf(nameof(IFencePoints.And)) - 1);
        Assert.Equal(0UL, words.Start[2]);
    }

    [Fact]
    public void Loses_nothing_that_several_threads_add_while_it_is_drained()
    {
        const int Pages = 50_000;
        using Words words = new(((Pages + 63) / 64) + 1);
        using Words setWords = new(PageSet<CoherentFencePoints>.WordsFor(Pages));
        PageSet<CoherentFencePoints> set = new(setWords.Start, Pages);
        nint start = (nint)words.Start;
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(me => new Thread(() =>
        {
            OverflowBitmap<CoherentFencePoints> mine = new((ulong*)start, (ulong*)start + 1, Pages);
            for (int page = me; page < Pages; page += 2)
                mine.Add(page >> 6, 1UL << (page & 63));
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        OverflowBitmap<CoherentFencePoints> bitmap = new(words.Start, words.Start + 1, Pages);
        long taken = 0;
        while (threads.Any(thread => thread.IsAlive))
            taken += bitmap.DrainInto(set);
        taken += bitmap.DrainInto(set);
        Assert.Equal(Pages, taken);
        Assert.Equal(Pages, set.Count);
    }
}
