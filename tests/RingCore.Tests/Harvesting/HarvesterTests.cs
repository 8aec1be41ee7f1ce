using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>Every vector harvester against the scalar one, over random states, gaps, alignments and counts, both entry layouts.</summary>
/// <remarks>Where the processor lacks a width, the runtime computes it in software: every harvester is compared on every machine.</remarks>
public unsafe class HarvesterTests
{
    private const int MaxEntries = 48;
    private const int Slack = 8;
    private const uint Lap = 5;

    private static readonly uint[] s_states = [EntryState.Free, EntryState.Reset, EntryState.Mask, 4, 5, 0x8000_0001, uint.MaxValue];

    [Fact]
    public void Vector128_harvests_as_the_scalar_one_does() => CompareSteps<Vector128Harvester, CoherentFencePoints>();

    [Fact]
    public void Avx2_harvests_as_the_scalar_one_does() => CompareSteps<Avx2Harvester, CoherentFencePoints>();

    [Fact]
    public void Avx512_harvests_as_the_scalar_one_does() => CompareSteps<Avx512Harvester, CoherentFencePoints>();

    [Fact]
    public void By_the_x64_axioms_each_harvests_as_the_scalar_one_does()
    {
        CompareSteps<Vector128Harvester, X64FencePoints>();
        CompareSteps<Avx2Harvester, X64FencePoints>();
        CompareSteps<Avx512Harvester, X64FencePoints>();
    }

    [Fact]
    public void The_scalar_one_takes_the_longest_published_run() => Properties.ForAll(Cases(), Shrink, cases: 500, test =>
    {
        KvmDirtyGfn[] entries = Gfns<HarvestStep<KvmStates>>(test);
        int run = entries.Skip(test.Start).Take(test.Count).TakeWhile(entry => entry.Flags == EntryState.Dirty).Count();
        DirtyPage[] expected = entries.Skip(test.Start).Take(run).Select(entry => new DirtyPage(entry.Slot, entry.Offset)).ToArray();
        (int taken, DirtyPage[] pages) = Harvest<ScalarHarvester, CoherentFencePoints, HarvestStep<KvmStates>>(entries, test);
        Assert.Equal(run, taken);
        Assert.Equal(expected, pages[..taken]);
        for (int i = 0; i < run; i++)
            Assert.Equal(EntryState.Reset, entries[test.Start + i].Flags);
    });

    [Fact]
    public void A_gap_at_every_place_of_every_block_stops_every_harvester_there()
    {
        for (int gap = 0; gap < 34; gap++)
        {
            foreach (uint state in s_states)
            {
                Case test = new(0, 34, Enumerable.Range(0, MaxEntries).Select(i => i == gap ? state : EntryState.Dirty).ToArray());
                Assert.Equal(gap, Harvest<ScalarHarvester, CoherentFencePoints, HarvestStep<KvmStates>>(Gfns<HarvestStep<KvmStates>>(test), test).Taken);
                Assert.Equal(gap, Harvest<Vector128Harvester, CoherentFencePoints, HarvestStep<KvmStates>>(Gfns<HarvestStep<KvmStates>>(test), test).Taken);
                Assert.Equal(gap, Harvest<Avx2Harvester, CoherentFencePoints, HarvestStep<KvmStates>>(Gfns<HarvestStep<KvmStates>>(test), test).Taken);
                Assert.Equal(gap, Harvest<Avx512Harvester, CoherentFencePoints, HarvestStep<KvmStates>>(Gfns<HarvestStep<KvmStates>>(test), test).Taken);
            }
        }
    }

    [Theory]
    [InlineData("scalar", HarvesterKind.Scalar)]
    [InlineData("Scalar", HarvesterKind.Scalar)]
    [InlineData("vector128", HarvesterKind.Vector128)]
    [InlineData("avx2", HarvesterKind.Avx2)]
    [InlineData("AVX512", HarvesterKind.Avx512)]
    public void A_name_in_the_environment_forces_its_harvester_or_is_refused_where_the_processor_lacks_it(string name, HarvesterKind expected)
    {
        string? refusal = Harvester.Choose(name, out HarvesterKind kind);
        Assert.Equal(expected, kind);
        if (Harvester.IsSupported(expected))
            Assert.Null(refusal);
        else
            Assert.Equal($"RINGCORE_FORCE_HARVESTER={name}: this processor does not have {expected}.", refusal);
    }

    [Theory]
    [InlineData("fast")]
    [InlineData("avx")]
    [InlineData("0")]
    [InlineData("3")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData(" avx2")]
    [InlineData("scalar,avx2")]
    [InlineData("vector128, avx2")]
    [InlineData("avx2;")]
    public void Any_other_name_is_refused_with_the_names_that_exist(string name)
    {
        string refusal = Harvester.Choose(name, out _)!;
        Assert.Equal($"RINGCORE_FORCE_HARVESTER={name}: the harvesters are scalar, vector128, avx2 and avx512.", refusal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_name_the_fastest_that_the_processor_has_is_chosen(string? name)
    {
        Assert.Null(Harvester.Choose(name, out HarvesterKind kind));
        Assert.Equal(Enum.GetValues<HarvesterKind>().Where(Harvester.IsSupported).Max(), kind);
    }

    [Fact]
    public void What_is_no_harvester_is_not_supported_and_the_scalar_one_always_is()
    {
        Assert.True(Harvester.IsSupported(HarvesterKind.Scalar));
        Assert.False(Harvester.IsSupported((HarvesterKind)4));
        Assert.True(Harvester.IsSupported(Harvester.Selected));
    }

    private static void CompareSteps<THarvester, TFence>()
        where THarvester : IHarvester
        where TFence : IFencePoints
    {
        Compare<THarvester, TFence, HarvestStep<KvmStates>>();
        Compare<THarvester, TFence, ResetStep<KvmStates>>();
        Compare<THarvester, TFence, HarvestStep<LapStates>>();
        Compare<THarvester, TFence, ResetStep<LapStates>>();
    }

    private static void Compare<THarvester, TFence, TStep>()
        where THarvester : IHarvester
        where TFence : IFencePoints
        where TStep : IEntryStep => Properties.ForAll(Cases(), Shrink, cases: 500, test =>
        {
            KvmDirtyGfn[] gfns = Gfns<TStep>(test);
            KvmDirtyGfn[] sameGfns = Gfns<TStep>(test);
            (int taken, DirtyPage[] pages) = Harvest<THarvester, TFence, TStep>(gfns, test);
            (int expectedTaken, DirtyPage[] expected) = Harvest<ScalarHarvester, TFence, TStep>(sameGfns, test);
            Assert.Equal(expectedTaken, taken);
            Assert.Equal(expected[..taken], pages[..taken]);
            Assert.Equal(sameGfns, gfns);

            ulong[] words = Words<TStep>(test);
            ulong[] sameWords = Words<TStep>(test);
            (taken, ulong[] addresses) = HarvestWords<THarvester, TFence, TStep>(words, test);
            (expectedTaken, ulong[] expectedAddresses) = HarvestWords<ScalarHarvester, TFence, TStep>(sameWords, test);
            Assert.Equal(expectedTaken, taken);
            Assert.Equal(expectedAddresses[..taken], addresses[..taken]);
            Assert.Equal(sameWords, words);

            Assert.Equal(Copy<ScalarHarvester>(Gfns<TStep>(test), test), Copy<THarvester>(Gfns<TStep>(test), test));
        });

    private static (int Taken, DirtyPage[] Pages) Harvest<THarvester, TFence, TStep>(KvmDirtyGfn[] entries, Case test)
        where THarvester : IHarvester
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        DirtyPage[] pages = new DirtyPage[test.Count + Slack];
        int taken;
        fixed (KvmDirtyGfn* first = entries)
        fixed (DirtyPage* target = pages)
            taken = THarvester.Take<TFence, TStep>(first + test.Start, test.Count, Lap, target);
        Assert.All(pages[test.Count..], page => Assert.Equal(default, page));
        return (taken, pages);
    }

    private static (int Taken, ulong[] Addresses) HarvestWords<THarvester, TFence, TStep>(ulong[] words, Case test)
        where THarvester : IHarvester
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        ulong[] addresses = new ulong[test.Count + Slack];
        int taken;
        fixed (ulong* first = words)
        fixed (ulong* target = addresses)
            taken = THarvester.Take<TFence, TStep>((DirtyPageAddress*)first + test.Start, test.Count, Lap, target);
        Assert.All(addresses[test.Count..], address => Assert.Equal(0ul, address));
        return (taken, addresses);
    }

    private static DirtyPage[] Copy<THarvester>(KvmDirtyGfn[] entries, Case test)
        where THarvester : IHarvester
    {
        DirtyPage[] pages = new DirtyPage[test.Count + Slack];
        fixed (KvmDirtyGfn* first = entries)
        fixed (DirtyPage* target = pages)
            THarvester.Copy<CoherentFencePoints>(first + test.Start, test.Count, target);
        return pages;
    }

    /// <summary>Payloads are a function of the position, so that a page from the wrong entry shows. What is published becomes what the step takes.</summary>
    private static KvmDirtyGfn[] Gfns<TStep>(Case test)
        where TStep : IEntryStep => test.States.Select((state, i) => new KvmDirtyGfn
        {
            Flags = State<TStep>(state), Slot = 0xC000_0000 + (uint)i, Offset = 0xFEDC_BA98_0000_0000 + (ulong)i,
        }).ToArray();

    /// <summary>As <see cref="Gfns{TStep}"/>; bits that mean nothing are set in some words, and must not matter.</summary>
    private static ulong[] Words<TStep>(Case test)
        where TStep : IEntryStep => test.States
        .Select((state, i) => (0xF_EDCB_A980_0000 + (ulong)i) << DirtyPageAddress.FrameShift
            | (i % 3 == 0 ? 0xFF0ul & ~TStep.AddressBits : 0) | (State<TStep>(state) & 0xFFF)).ToArray();

    private static uint State<TStep>(uint state)
        where TStep : IEntryStep => state == EntryState.Dirty ? TStep.Takes(Lap) : state == TStep.Takes(Lap) ? EntryState.Dirty : state;

    private static Gen<Case> Cases() =>
        from start in Gen.Choose(0, 9)
        from count in Gen.Choose(0, MaxEntries - 9)
        from gapsPerHundred in Gen.Elements(0, 2, 10, 50)
        let state = Gen.Frequency((100 - gapsPerHundred, Gen.Constant(EntryState.Dirty)), (gapsPerHundred, Gen.Elements(s_states)))
        from states in state.ArrayOf(MaxEntries)
        select new Case(start, count, states);

    private static IEnumerable<Case> Shrink(Case test)
    {
        if (test.Count > 0)
            yield return test with { Count = test.Count - 1 };
        if (test.Start > 0)
            yield return test with { Start = test.Start - 1 };
    }

    private sealed record Case(int Start, int Count, uint[] States)
    {
        public override string ToString() => $"from {Start}, {Count} of [{string.Join(' ', States)}]";
    }
}
