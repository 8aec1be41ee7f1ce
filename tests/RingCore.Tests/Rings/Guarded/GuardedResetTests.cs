using System;
using System.Linq;
using System.Numerics;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>What a reset of a guarded ring takes from entries that somebody rewrites: nothing but states, or each entry once and validated.</summary>
[Trait("Category", "Hostile")]
public unsafe class GuardedResetTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(16)]
    public void Shadowed_a_lie_about_slot_and_offset_has_no_effect_whenever_it_is_told(int count)
    {
        for (int at = 0; at < 400; at++)
        {
            using GuardedSetup<ProbedFencePoints> setup = new(PeerTrust.Shadowed, entries: 16, TestPages.Slots);
            KvmDirtyGfn* entries = setup.Entries;
            setup.Push(TestPages.From(0, count));
            setup.Harvest();
            ResetResult result = default;
            RecordingSink sink = new();
            bool told = During(() => result = setup.Reset(out sink), at, () => Rewrite(entries, 16, 0, 999));
            Assert.Equal((ResetStatus.Complete, count, 0), (result.Status, result.Entries, result.OutOfRange));
            Assert.Equal(TestPages.From(0, count), sink.Pages);
            Assert.Equal(default, setup.Violations);
            if (!told)
                return;
        }

        Assert.Fail("A reset has more accesses than were tried.");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(16)]
    public void Kernel_compatible_a_lie_in_range_passes_whenever_it_is_told_and_each_entry_is_the_one_or_the_other(int count)
    {
        int lies = 0;
        for (int at = 0; at < 400; at++)
        {
            using GuardedSetup<ProbedFencePoints> setup = new(PeerTrust.KernelCompatible, entries: 16, TestPages.Slots);
            KvmDirtyGfn* entries = setup.Entries;
            setup.Push(TestPages.From(0, count));
            setup.Harvest();
            ResetResult result = default;
            RecordingSink sink = new();
            bool told = During(() => result = setup.Reset(out sink), at, () => Rewrite(entries, 16, 0, 999));
            Assert.Equal((ResetStatus.Complete, count, 0), (result.Status, result.Entries, result.OutOfRange));
            Assert.All(sink.Pages, page => Assert.True(page == new DirtyPage(0, 999) || TestPages.From(0, count).Contains(page), page.ToString()));
            Assert.Equal(default, setup.Violations); // it cannot be told from the truth
            lies += sink.Pages.Contains(new DirtyPage(0, 999)) ? 1 : 0;
            if (!told)
            {
                Assert.True(lies > 0, "No lie was believed: then this mode has no reason to be told apart.");
                return;
            }
        }

        Assert.Fail("A reset has more accesses than were tried.");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(16)]
    public void Kernel_compatible_a_lie_out_of_range_never_reaches_the_sink_and_is_counted(int count)
    {
        for (int at = 0; at < 400; at++)
        {
            using GuardedSetup<ProbedFencePoints> setup = new(PeerTrust.KernelCompatible, entries: 16, TestPages.Slots);
            KvmDirtyGfn* entries = setup.Entries;
            setup.Push(TestPages.From(0, count));
            setup.Harvest();
            ResetResult result = default;
            RecordingSink sink = new();
            bool told = During(() => result = setup.Reset(out sink), at, () => Rewrite(entries, 16, 0, 1UL << 40));
            Assert.Equal((ResetStatus.Complete, count), (result.Status, result.Entries));
            Assert.Equal(count, sink.Pages.Count + result.OutOfRange);
            Assert.All(sink.Pages, page => Assert.Contains(page, TestPages.From(0, count)));
            Assert.Equal((ulong)result.OutOfRange, setup.Violations.OffsetOutOfRange);
            if (!told)
                return;
        }

        Assert.Fail("A reset has more accesses than were tried.");
    }

    [Theory]
    [InlineData(PeerTrust.Shadowed)]
    [InlineData(PeerTrust.KernelCompatible)]
    public void Flags_3_are_harvested(PeerTrust trust)
    {
        using GuardedSetup<CoherentFencePoints> setup = new(trust);
        setup.Push(TestPages.From(0, 8));
        for (int i = 0; i < 8; i++)
            setup.Entries[i].Flags = EntryState.Dirty | EntryState.Reset;
        Assert.Equal((ResetStatus.Complete, 8), (setup.Reset(out RecordingSink sink).Status, sink.Pages.Count));
        Assert.Equal(TestPages.From(0, 8), sink.Pages);
        Assert.Equal(default, setup.Violations);
    }

    [Theory]
    [InlineData(PeerTrust.Shadowed)]
    [InlineData(PeerTrust.KernelCompatible)]
    public void CVE_2026_52969_an_offset_plus_its_mask_never_overflows(PeerTrust trust)
    {
        DirtyPage[] pages = [new(0, 0xFFFF_FFFF_FFFF_FFC1), new(0, 0)];
        ResetBatch[] expected = [new(0, 0xFFFF_FFFF_FFFF_FFC1, 1), new(0, 0, 1)];
        using GuardedSetup<CoherentFencePoints> pushed = new(trust);
        pushed.Push(pages);
        pushed.Harvest();
        pushed.Reset(out RecordingSink sink);
        Assert.Equal(expected, sink.Calls);
        Assert.All(sink.Calls, call => Assert.True(call.Offset <= ulong.MaxValue - (ulong)BitOperations.Log2(call.Mask)));

        // The same as a lie: of no effect, or as above; and with slots it is typed.
        using GuardedSetup<CoherentFencePoints> lied = new(trust);
        using GuardedSetup<CoherentFencePoints> checkedLie = new(trust, slots: TestPages.Slots);
        foreach (GuardedSetup<CoherentFencePoints> setup in (GuardedSetup<CoherentFencePoints>[])[lied, checkedLie])
        {
            setup.Push(TestPages.From(20, 2));
            setup.Harvest();
            for (int i = 0; i < 2; i++)
                setup.Entries[i].Offset = pages[i].Offset;
        }

        lied.Reset(out sink);
        Assert.Equal(trust == PeerTrust.Shadowed ? [new ResetBatch(0, 20, 0b11)] : expected, sink.Calls);
        Assert.Equal(trust == PeerTrust.Shadowed ? 0 : 1, checkedLie.Reset(out sink).OutOfRange);
        Assert.Equal(trust == PeerTrust.Shadowed ? [new ResetBatch(0, 20, 0b11)] : [new ResetBatch(0, 0, 1)], sink.Calls);
        Assert.Equal(trust == PeerTrust.Shadowed ? 0ul : 1, checkedLie.Violations.OffsetOutOfRange);
    }

    [Theory]
    [InlineData(PeerTrust.Shadowed)]
    [InlineData(PeerTrust.KernelCompatible)]
    public void Marks_before_the_push_reset_nothing_before_the_push(PeerTrust trust)
    {
        using GuardedSetup<CoherentFencePoints> setup = new(trust);
        for (int lap = 0; lap < 3; lap++)
        {
            for (int i = 0; i < 8; i++)
                setup.Entries[i].Flags = EntryState.Reset;
            Assert.Equal((ResetStatus.PeerOverran, 0), (setup.Reset(out RecordingSink none).Status, none.Pages.Count));
            Assert.Equal(PushStatus.Published, setup.Ring.Producer.Push(TestPages.At(lap)));
            Assert.Equal((ResetStatus.Complete, 0), (setup.Reset(out none).Status, none.Pages.Count)); // the push wrote over the mark
            Assert.Equal(1, setup.Harvest());
            setup.Reset(out RecordingSink sink);
            Assert.Equal([TestPages.At(lap)], sink.Pages);
        }
    }

    /// <summary>Runs something, and something else just before one of its accesses.</summary>
    /// <returns>False where it has no such access.</returns>
    internal static bool During(Action run, int access, Action interfere)
    {
        bool interfered = false;
        ProbedFencePoints.Before = _ =>
        {
            if (access-- != 0)
                return;
            interfered = true;
            interfere();
        };
        try
        {
            run();
        }
        finally
        {
            ProbedFencePoints.Before = null;
        }

        return interfered;
    }

    private static void Rewrite(KvmDirtyGfn* entries, int count, uint slot, ulong offset)
    {
        for (int i = 0; i < count; i++)
            (entries[i].Slot, entries[i].Offset) = (slot, offset);
    }
}
