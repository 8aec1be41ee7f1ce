using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>Many 8-byte entries at once against the same entries one by one: no block is made of one, so that what is alone goes the scalar way.</summary>
public unsafe class PageAddressEntryTests
{
    private const int MaxEntries = 320;
    private const int MaxStart = 17;
    private const int Words = MaxStart + MaxEntries + 16;
    private const uint Lap = 1029;
    private const ulong Untouched = 0xA5A5_A5A5_A5A5_A5A4;

    /// <summary>The first slot is small and ends where its neighbour begins, one ends at the last frame, and one is alone with its page.</summary>
    private static readonly SlotTable s_tight = new(
        new MemorySlot(3, BaseGfn: 64, Pages: 16),
        new MemorySlot(4, BaseGfn: 80, Pages: 40),
        new MemorySlot(9, BaseGfn: 200, Pages: 1),
        new MemorySlot(uint.MaxValue, BaseGfn: DirtyPageAddress.MaxFrame - 31, Pages: 32));

    private static readonly SlotTable s_one = new(new MemorySlot(0, BaseGfn: 0, Pages: 4096));

    [Fact]
    public void Pages_are_published_together_as_they_are_one_by_one()
    {
        Publish<CoherentFencePoints, KvmStates>();
        Publish<CoherentFencePoints, LapStates>();
        Publish<X64FencePoints, LapStates>();
    }

    [Fact]
    public void Entries_are_harvested_together_as_they_are_one_by_one()
    {
        Harvest<CoherentFencePoints, KvmStates>(ordered: true);
        Harvest<CoherentFencePoints, LapStates>(ordered: false);
        Harvest<X64FencePoints, LapStates>(ordered: true);
    }

    [Fact]
    public void Harvested_entries_are_read_together_as_they_are_one_by_one()
    {
        Read<CoherentFencePoints, KvmStates>();
        Read<CoherentFencePoints, LapStates>();
        Read<X64FencePoints, LapStates>();
    }

    [Fact]
    public void Freed_entries_are_zero_and_their_neighbours_are_as_they_were() => Properties.ForAll(Cases(), Shrink, cases: 100, test =>
    {
        ulong[] memory = Run(Filled(Untouched), test.Start, (entries, _) =>
        {
            PageAddressEntry<KvmStates>.SetFree<CoherentFencePoints>(entries, test.Pages.Length);
            return 0;
        }).Memory;
        Assert.Equal(Filled(Untouched).Select((word, i) => i >= test.Start && i < test.Start + test.Pages.Length ? 0 : word), memory);
    });

    [Fact]
    public void A_table_contains_many_pages_if_it_contains_each() => Properties.ForAll(Cases(), Shrink, cases: 1000, test =>
    {
        fixed (DirtyPage* pages = test.PagesAndMore)
            Assert.Equal(test.Pages.All(page => test.Slots.Contains(page.Slot, page.Offset)), test.Slots.Contains(pages, test.Pages.Length));
    });

    [Fact]
    public void A_page_that_the_slot_lacks_stops_a_batch_at_every_place_of_every_block()
    {
        for (int odd = 0; odd < 40; odd++)
        {
            foreach (DirtyPage page in (DirtyPage[])[new(0, 4096), new(0, ulong.MaxValue), new(0, 1UL << 52), new(1, 0), new(0x8000_0000, 0)])
            {
                DirtyPage[] pages = Enumerable.Range(0, 40).Select(i => i == odd ? page : new DirtyPage(0, 4095 - (ulong)i)).ToArray();
                Case test = new(s_one, odd % 3, pages, []);
                Outcome together = PublishTogether<CoherentFencePoints, KvmStates>(test);
                Assert.Equal(odd, together.Count);
                Assert.Equal(Untouched, together.Memory[test.Start + odd]);
            }
        }
    }

    private static void Publish<TFence, TStates>()
        where TFence : IFencePoints
        where TStates : IEntryStates => Properties.ForAll(Cases(), Shrink, cases: 300, test =>
        {
            Outcome single = Run(Filled(Untouched), test.Start, (entries, _) =>
            {
                int published = 0;
                while (published < test.Pages.Length
                    && PageAddressEntry<TStates>.TryPublish<TFence>(entries + (published * DirtyPageAddress.Bytes), test.Pages[published], Lap, test.Slots))
                {
                    published++;
                }

                return published;
            });
            Outcome together = PublishTogether<TFence, TStates>(test);
            Assert.Equal(single.Count, together.Count);
            Assert.Equal(single.Memory, together.Memory);
        });

    private static Outcome PublishTogether<TFence, TStates>(Case test)
        where TFence : IFencePoints
        where TStates : IEntryStates => Run(Filled(Untouched), test.Start, (entries, _) =>
        {
            fixed (DirtyPage* pages = test.PagesAndMore)
                return PageAddressEntry<TStates>.Publish<TFence>(entries, pages, test.Pages.Length, Lap, test.Slots);
        });

    private static void Harvest<TFence, TStates>(bool ordered)
        where TFence : IFencePoints
        where TStates : IEntryStates => Properties.ForAll(Cases(), Shrink, cases: 300, test =>
        {
            int outOfRange = 0;
            ulong[] words = test.Words(TStates.Published(Lap));
            Outcome together = Run(words, test.Start, (entries, target) =>
                PageAddressEntry<TStates>.Harvest<TFence>(entries, test.Pages.Length, Lap, target, test.Slots, ordered, out outOfRange));
            List<DirtyPage> expected = [];
            Outcome single = Run(words, test.Start, (entries, _) =>
            {
                int one = 0;
                for (; one < test.Pages.Length; one++)
                {
                    byte* entry = entries + (one * DirtyPageAddress.Bytes);
                    if (!PageAddressEntry<TStates>.TryTake<TFence>(entry, Lap, test.Slots, out DirtyPage page, out bool inRange))
                        break;
                    PageAddressEntry<TStates>.SetHarvested<TFence>(entry, 1, Lap);
                    if (inRange)
                        expected.Add(page);
                }

                return one;
            });
            Assert.Equal(single.Count, together.Count);
            Assert.Equal(expected.Count, together.Count - outOfRange);
            Assert.Equal(expected, together.Pages[..expected.Count]);
            Assert.Equal(single.Memory, together.Memory);
        });

    private static void Read<TFence, TStates>()
        where TFence : IFencePoints
        where TStates : IEntryStates => Properties.ForAll(Cases(), Shrink, cases: 300, test =>
        {
            ulong[] words = test.Words(TStates.Harvested(Lap));
            Outcome together = Run(words, test.Start, (entries, target) =>
                PageAddressEntry<TStates>.ReadHarvested<TFence>(entries, test.Pages.Length, Lap, target, test.Slots));
            Assert.Equal(words, together.Memory);
            Outcome single = Run(words, test.Start, (entries, target) =>
            {
                int one = 0;
                while (one < test.Pages.Length && PageAddressEntry<TStates>.ReadHarvested<TFence>(
                    entries + (one * DirtyPageAddress.Bytes), 1, Lap, target + one, test.Slots) == 1)
                {
                    one++;
                }

                return one;
            });
            Assert.Equal(single.Count, together.Count);
            Assert.Equal(single.Pages, together.Pages);
            for (int i = 0; i < together.Count; i++)
            {
                bool known = test.Slots.TryFind(words[test.Start + i] >> DirtyPageAddress.FrameShift, out DirtyPage page);
                Assert.Equal(known, test.Slots.Contains(together.Pages[i].Slot, together.Pages[i].Offset));
                Assert.True(!known || page == together.Pages[i]);
            }
        });

    private delegate int Operation(byte* entries, DirtyPage* pages);

    /// <summary>Runs an operation over a copy of the words, whose first is aligned to a line, with room for its pages and not for one more.</summary>
    private static Outcome Run(ulong[] words, int start, Operation operation)
    {
        ulong* memory = (ulong*)NativeMemory.AlignedAlloc(Words * sizeof(ulong), CacheLine.Bytes);
        words.CopyTo(new Span<ulong>(memory, Words));
        DirtyPage[] pages = new DirtyPage[MaxEntries];
        int result;
        fixed (DirtyPage* target = pages)
            result = operation((byte*)(memory + start), target);
        ulong[] after = new Span<ulong>(memory, Words).ToArray();
        NativeMemory.AlignedFree(memory);
        Assert.All(pages[result..], page => Assert.Equal(default, page));
        return new Outcome(result, after, pages);
    }

    private static ulong[] Filled(ulong word) => Enumerable.Repeat(word, Words).ToArray();

    private static Gen<Case> Cases() =>
        from slots in Gen.Elements(TestPages.Slots, s_tight, s_one)
        from start in Gen.Choose(0, MaxStart)
        from count in Gen.Frequency((3, Gen.Choose(0, 40)), (1, Gen.Choose(41, MaxEntries)))
        from home in Gen.Elements(slots.Slots.ToArray())
        from straysPerThousand in Gen.Elements(0, 2, 20, 300)
        let atHome = PageOf(home)
        let stray = Gen.Frequency((6, Gen.Elements(slots.Slots.ToArray()).SelectMany(PageOf)), (1, Gen.Elements(Outside(home))))
        from pages in Gen.Frequency((1000 - straysPerThousand, atHome), (straysPerThousand, stray)).ArrayOf(count)
        from gaps in Gen.Frequency((3, Gen.Constant(Array.Empty<int>())), (1, Gen.Choose(0, Math.Max(count - 1, 0)).ArrayOf(1)))
        select new Case(slots, start, pages, gaps);

    /// <summary>A page of a slot, often its first or its last; the bits of a page that name nothing are set in every other one.</summary>
    private static Gen<DirtyPage> PageOf(MemorySlot slot) =>
        from offset in Gen.Frequency(
            (6, Gen.Choose(0, (int)slot.Pages - 1).Select(offset => (ulong)offset)), (1, Gen.Elements(0UL, slot.Pages - 1)))
        from nothing in Gen.Elements(0u, uint.MaxValue)
        select Noisy(slot.Slot, offset, nothing);

    private static DirtyPage[] Outside(MemorySlot slot) =>
    [
        Noisy(slot.Slot, slot.Pages, 0), Noisy(slot.Slot, ulong.MaxValue, 1), Noisy(slot.Slot, slot.Pages | 1UL << 52, 0), Noisy(slot.Slot ^ 0x8000_0000, 0, 2),
    ];

    private static DirtyPage Noisy(uint slot, ulong offset, uint nothing)
    {
        KvmDirtyGfn gfn = new() { Flags = nothing, Slot = slot, Offset = offset };
        return MemoryMarshal.Cast<KvmDirtyGfn, DirtyPage>(MemoryMarshal.CreateReadOnlySpan(ref gfn, 1))[0];
    }

    private static IEnumerable<Case> Shrink(Case test)
    {
        if (test.Pages.Length > 0)
            yield return test with { Pages = test.Pages[1..] };
        if (test.Pages.Length > 1)
            yield return test with { Pages = test.Pages[..^1] };
        if (test.Start > 0)
            yield return test with { Start = test.Start - 1 };
    }

    private sealed record Outcome(int Count, ulong[] Memory, DirtyPage[] Pages);

    private sealed record Case(SlotTable Slots, int Start, DirtyPage[] Pages, int[] Gaps)
    {
        /// <summary>The pages, and behind them more that are as good as the last: who goes past the end finds nothing to stop at.</summary>
        public DirtyPage[] PagesAndMore => [.. Pages, .. Enumerable.Repeat(Pages.LastOrDefault(), 16)];

        /// <summary>Memory with the pages' entries in a state; pages outside the slots are frames outside them, and a gap is of another state.</summary>
        public ulong[] Words(uint state)
        {
            ulong[] words = Filled(0);
            for (int i = 0; i < Pages.Length; i++)
            {
                ulong frame = Slots.TryGetGfn(Pages[i].Slot, Pages[i].Offset, out ulong gfn) ? gfn : Slots.Slots[^1].BaseGfn - 1 - (ulong)(i % 40);
                words[Start + i] = frame << DirtyPageAddress.FrameShift | (Gaps.Contains(i) ? 0 : state & DirtyPageAddress.LowBits);
            }

            return words;
        }

        public override string ToString() =>
            $"slots {string.Join(' ', Slots.Slots.ToArray())}, from {Start}, {Pages.Length} of [{string.Join(", ", Pages)}], gaps at [{string.Join(' ', Gaps)}]";
    }
}
