using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>Both widths of the packed harvest, and its run counter, against the entry-by-entry one, over random words, gaps and counts, in both laps.</summary>
[Trait("Category", "Packed")]
public unsafe class PackedBlocksTests
{
    private const int MaxEntries = 40;
    private const int Slack = 8;

    private static readonly uint[] s_words = [0, 0x0080_0000, 0x8000_0000, 0x8080_0000, 1, 0x8080_0001, 0x0080_0001, 0x0001_0000, uint.MaxValue];

    private delegate int Taker(PackedDescriptor* entries, int count, uint lap, DirtyPage* pages);

    [Fact]
    public void Harvests_of_either_width_do_what_the_one_by_one_does() => Compare<HarvestStep<PackedStates>>();

    [Fact]
    public void Resets_of_either_width_do_what_the_one_by_one_does() => Compare<ResetStep<PackedStates>>();

    [Fact]
    public void A_run_is_counted_up_to_the_first_block_that_is_not_all_of_it() => Properties.ForAll(Cases(), Shrink, cases: 300, test =>
    {
        PackedDescriptor[] entries = Entries<ResetStep<PackedStates>>(test);
        int run = 0;
        while (run < test.Count && IsHarvested(entries[run]) && entries[run].Length == entries[0].Length && entries[run].Address == entries[0].Address + (uint)run)
            run++;
        fixed (PackedDescriptor* first = entries)
        {
            int counted = PackedBlocks.CountRun<CoherentFencePoints, ResetStep<PackedStates>>(first, test.Count, test.Lap, out DirtyPage page);
            Assert.InRange(counted, 0, run / 8 * 8);
            if (!System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated)
                return;
            Assert.Equal(run / 8 * 8, counted);
            if (counted > 0)
                Assert.Equal(new DirtyPage(entries[0].Length, entries[0].Address), page);
        }

        bool IsHarvested(PackedDescriptor entry) => ((Word(entry) ^ PackedStates.Harvested(test.Lap)) & PackedStates.HarvestedBits) == 0;
    });

    private static void Compare<TStep>()
        where TStep : IEntryStep => Properties.ForAll(Cases(), Shrink, cases: 500, test =>
        {
            (PackedDescriptor[] Left, DirtyPage[] Pages, int Taken) expected = Take<TStep>(test, PackedHarvester.TakeEach<CoherentFencePoints, TStep>);
            foreach (Taker taker in (Taker[])[PackedBlocks.TakeNarrow<CoherentFencePoints, TStep>, PackedBlocks.TakeWide<CoherentFencePoints, TStep>])
            {
                (PackedDescriptor[] Left, DirtyPage[] Pages, int Taken) actual = Take<TStep>(test, taker);
                Assert.Equal(expected.Taken, actual.Taken);
                Assert.Equal(expected.Pages[..expected.Taken], actual.Pages[..expected.Taken]);
                Assert.Equal(expected.Left, actual.Left);
                Assert.All(actual.Pages[test.Count..], page => Assert.Equal(default, page));
            }
        });

    private static (PackedDescriptor[] Left, DirtyPage[] Pages, int Taken) Take<TStep>(Case test, Taker taker)
        where TStep : IEntryStep
    {
        PackedDescriptor[] entries = Entries<TStep>(test);
        DirtyPage[] pages = new DirtyPage[test.Count + Slack];
        fixed (PackedDescriptor* first = entries)
        fixed (DirtyPage* target = pages)
            return (entries, pages, taker(first, test.Count, test.Lap, target));
    }

    /// <summary>The word 1 stands for what the step takes; pages of one slot that follow each other, but for those that the case sets apart.</summary>
    private static PackedDescriptor[] Entries<TStep>(Case test)
        where TStep : IEntryStep => [.. test.Words.Select((word, i) =>
        {
            uint state = word == 1 ? TStep.Takes(test.Lap) : word;
            return new PackedDescriptor
            {
                Address = 0xFEDC_BA98_0000_0000 + (ulong)(i == test.Apart ? 1000 : i), Length = 0xC000_0001, Id = (ushort)state, Flags = (ushort)(state >> 16),
            };
        })];

    private static uint Word(PackedDescriptor entry) => entry.Id | (uint)entry.Flags << 16;

    private static Gen<Case> Cases() =>
        from lap in Gen.Choose(0, 3)
        from count in Gen.Choose(0, MaxEntries)
        from apart in Gen.Choose(0, 4 * MaxEntries)
        from gapsPerHundred in Gen.Elements(0, 0, 2, 10, 50)
        let word = Gen.Frequency((100 - gapsPerHundred, Gen.Constant(1u)), (gapsPerHundred, Gen.Elements(s_words)))
        from words in word.ArrayOf(MaxEntries + 1)
        select new Case((uint)lap, count, apart, words);

    private static IEnumerable<Case> Shrink(Case test)
    {
        if (test.Count > 0)
            yield return test with { Count = test.Count - 1 };
    }

    private sealed record Case(uint Lap, int Count, int Apart, uint[] Words)
    {
        public override string ToString() => $"lap {Lap}, {Count} of [{string.Join(' ', Words.Select(word => $"{word:x}"))}], {Apart} apart";
    }
}
