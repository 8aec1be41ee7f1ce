using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>Everything that a collector can do wrong with the entries of a guarded ring: its kind, its place, its count, and what is still done.</summary>
[Trait("Category", "Hostile")]
public unsafe class GuardedViolationTests
{
    [Theory]
    [InlineData(PeerTrust.Shadowed, 1u)]
    [InlineData(PeerTrust.Shadowed, 2u)]
    [InlineData(PeerTrust.Shadowed, 3u)]
    [InlineData(PeerTrust.Shadowed, 0x8000_0000u)]
    [InlineData(PeerTrust.KernelCompatible, 1u)]
    [InlineData(PeerTrust.KernelCompatible, 2u)]
    [InlineData(PeerTrust.KernelCompatible, 0xFFFF_FFFFu)]
    public void A_state_beyond_what_was_pushed_is_an_overrun(PeerTrust trust, uint flags)
    {
        using GuardedSetup<CoherentFencePoints> setup = new(trust);
        setup.Push(TestPages.From(0, 3));
        setup.Harvest();
        setup.Entries[3].Flags = flags;
        ResetResult result = setup.Reset(out RecordingSink sink);
        Assert.Equal((ResetStatus.PeerOverran, 3), (result.Status, result.Entries));
        Assert.Equal(TestPages.From(0, 3), sink.Pages);
        Assert.Equal(new PeerViolations(0, 1, 0, 0, 0, 0, PeerViolation.Overran, 3), setup.Violations);

        // As long as it stands there each reset says so; a push writes over it.
        Assert.Equal((ResetStatus.PeerOverran, 0), Summary(setup.Reset(out _)));
        Assert.Equal((2ul, 2ul), (setup.Violations.Total, setup.Ring.Resetter.Violations));
        setup.Push(TestPages.At(9));
        setup.Harvest();
        Assert.Equal((ResetStatus.Complete, 1), Summary(setup.Reset(out sink)));
        Assert.Equal([TestPages.At(9)], sink.Pages);
    }

    [Theory]
    [InlineData(PeerTrust.Shadowed, 0u)]
    [InlineData(PeerTrust.Shadowed, 4u)]
    [InlineData(PeerTrust.Shadowed, 5u)]
    [InlineData(PeerTrust.KernelCompatible, 0u)]
    [InlineData(PeerTrust.KernelCompatible, 0x8000_0001u)]
    public void A_published_entry_that_is_neither_published_nor_harvested_has_a_wrong_state(PeerTrust trust, uint flags)
    {
        using GuardedSetup<CoherentFencePoints> setup = new(trust);
        setup.Push(TestPages.From(0, 4));
        setup.Harvest();
        setup.Entries[2].Flags = flags;
        ResetResult result = setup.Reset(out RecordingSink sink);
        Assert.Equal((ResetStatus.PeerBrokeState, 2), (result.Status, result.Entries));
        Assert.Equal(TestPages.From(0, 2), sink.Pages);
        Assert.Equal(new PeerViolations(0, 0, 1, 0, 0, 0, PeerViolation.WrongState, 2), setup.Violations);
        setup.Entries[2].Flags = EntryState.Reset;
        Assert.Equal((ResetStatus.Complete, 2), Summary(setup.Reset(out _)));
        Assert.Equal(1ul, setup.Violations.Total);
    }

    [Theory]
    [InlineData(PeerTrust.Shadowed, 1)]
    [InlineData(PeerTrust.Shadowed, 4)]
    [InlineData(PeerTrust.KernelCompatible, 1)]
    [InlineData(PeerTrust.KernelCompatible, 4)]
    public void An_entry_that_is_harvested_behind_one_that_is_not_is_a_gap(PeerTrust trust, int behind)
    {
        using GuardedSetup<CoherentFencePoints> setup = new(trust);
        setup.Push(TestPages.From(0, 8));
        setup.Entries[0].Flags = EntryState.Reset;
        setup.Entries[1].Flags = EntryState.Reset;
        setup.Entries[2 + behind].Flags = EntryState.Reset | EntryState.Dirty;
        ResetResult result = setup.Reset(out RecordingSink sink);
        Assert.Equal((ResetStatus.PeerLeftGap, 2), (result.Status, result.Entries));
        Assert.Equal(TestPages.From(0, 2), sink.Pages);
        Assert.Equal(new PeerViolations(0, 0, 0, 1, 0, 0, PeerViolation.Gap, 2), setup.Violations);
        for (int i = 2; i < 8; i++)
            setup.Entries[i].Flags = EntryState.Reset;
        Assert.Equal((ResetStatus.Complete, 6), Summary(setup.Reset(out _)));
    }

    [Fact]
    public void A_mark_of_an_earlier_lap_is_no_gap()
    {
        // Entry 0 is free again and lies behind the unharvested entry 7, but not before what has been pushed.
        using GuardedSetup<CoherentFencePoints> setup = new(PeerTrust.Shadowed);
        setup.Push(TestPages.From(0, 8));
        for (int i = 0; i < 7; i++)
            setup.Entries[i].Flags = EntryState.Reset;
        Assert.Equal((ResetStatus.Complete, 7), Summary(setup.Reset(out _)));
        setup.Entries[0].Flags = EntryState.Reset;
        Assert.Equal((ResetStatus.Complete, 0), Summary(setup.Reset(out _)));
        Assert.Equal(0ul, setup.Violations.Total);
    }

    [Fact]
    public void Slots_and_offsets_outside_the_slots_are_told_apart_and_drop_no_neighbour()
    {
        using GuardedSetup<CoherentFencePoints> setup = new(PeerTrust.KernelCompatible, slots: TestPages.Slots);
        setup.Push(TestPages.From(0, 8));
        setup.Harvest();
        setup.Entries[1].Slot = 6;
        setup.Entries[3].Offset = 1000;
        setup.Entries[4].Offset = ulong.MaxValue;
        ResetResult result = setup.Reset(out RecordingSink sink);
        Assert.Equal((ResetStatus.Complete, 8, 3), (result.Status, result.Entries, result.OutOfRange));
        Assert.Equal([new ResetBatch(0, 0, 0b1110_0101)], sink.Calls); // the kernel drops all eight
        Assert.Equal(new PeerViolations(0, 0, 0, 0, 1, 2, PeerViolation.OffsetOutOfRange, 4), setup.Violations);
        Assert.Equal((3ul, 0ul), (setup.Ring.Resetter.OutOfRange, setup.Ring.Resetter.Violations));

        setup.Push(TestPages.From(0, 2));
        setup.Harvest();
        setup.Entries[1].Slot = uint.MaxValue;
        setup.Reset(out _);
        Assert.Equal(new PeerViolations(0, 0, 0, 0, 2, 2, PeerViolation.SlotOutOfRange, 9), setup.Violations);
    }

    [Fact]
    public void What_a_cancelled_reset_left_out_of_range_is_counted_once()
    {
        using GuardedSetup<CoherentFencePoints> setup = new(PeerTrust.KernelCompatible, slots: TestPages.Slots);
        setup.Push(TestPages.From(0, 3));
        setup.Harvest();
        setup.Entries[1].Slot = 6;
        RecordingSink sink = new();
        Assert.Equal(ResetStatus.Cancelled, setup.Ring.Resetter.Reset(ref sink, cancellation: new System.Threading.CancellationToken(true)).Status);
        Assert.Equal(0ul, setup.Violations.SlotOutOfRange);
        Assert.Equal((ResetStatus.Complete, 3), Summary(setup.Reset(out _)));
        Assert.Equal((1ul, 0ul), (setup.Violations.SlotOutOfRange, setup.Violations.OffsetOutOfRange));
    }

    [Fact]
    public void Pages_that_the_producer_itself_pushes_from_outside_the_slots_are_not_the_collector_s_doing()
    {
        using GuardedSetup<CoherentFencePoints> setup = new(PeerTrust.Shadowed, slots: TestPages.Slots);
        setup.Push(TestPages.At(0), new DirtyPage(6, 0), new DirtyPage(0, 1000));
        setup.Harvest();
        Assert.Equal(2, setup.Reset(out RecordingSink sink).OutOfRange);
        Assert.Equal([TestPages.At(0)], sink.Pages);
        Assert.Equal(default, setup.Violations);
        Assert.Equal(2ul, setup.Ring.Resetter.OutOfRange);
    }

    [Fact]
    public void A_reset_that_the_caller_ends_judges_nobody()
    {
        using GuardedSetup<CoherentFencePoints> setup = new(PeerTrust.Shadowed);
        setup.Push(TestPages.From(0, 3));
        setup.Harvest();
        setup.Entries[2].Flags = 4;
        Assert.Equal((ResetStatus.LimitReached, 1), Summary(setup.Reset(out _, maxEntries: 1)));
        Assert.Equal(default, setup.Violations);
    }

    private static (ResetStatus Status, int Entries) Summary(ResetResult result) => (result.Status, result.Entries);
}
