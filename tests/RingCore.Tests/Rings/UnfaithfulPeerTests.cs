using System;
using System.Linq;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>A collector that writes what it must not: the answers are typed, and nobody's memory or page is touched.</summary>
public unsafe class UnfaithfulPeerTests
{
    [Theory]
    [InlineData(0u, 1u, ResetStatus.PeerOverran)] // one more than published
    [InlineData(0u, 4u, ResetStatus.PeerOverran)]
    [InlineData(0u, 0x7FFF_FFF9u, ResetStatus.PeerOverran)]
    [InlineData(0u, 0xFFFF_FFF9u, ResetStatus.PeerRewound)] // seven back from 6 is one before what is reset
    [InlineData(0u, 0x8000_0000u, ResetStatus.PeerRewound)]
    [InlineData(uint.MaxValue - 3, 1u, ResetStatus.PeerOverran)]
    [InlineData(uint.MaxValue - 3, 0xFFFF_FFF9u, ResetStatus.PeerRewound)]
    [InlineData(uint.MaxValue - 6, 1u, ResetStatus.PeerOverran)]
    [InlineData(uint.MaxValue - 6, 0xFFFF_FFF9u, ResetStatus.PeerRewound)]
    public void An_index_outside_reset_to_avail_fails_the_reset_and_changes_nothing(uint firstPosition, uint beyondAvail, ResetStatus expected)
    {
        foreach (IndexLayout layout in Enum.GetValues<IndexLayout>())
        {
            using IndexedRing<CoherentFencePoints> ring = new(new RingGeometry(8, reservedEntries: 0), null, layout, firstPosition);
            ring.Producer.Push(TestPages.From(0, 8));
            RingMemory memory = ring.Producer.Memory();
            HarvestTicket ticket = ring.Collector.Harvest(new DirtyPage[8]).Ticket;
            RecordingSink sink = new();
            ring.Resetter.Reset(ref sink, maxEntries: 2);
            byte[] before = BytesButFetch(memory);
            uint good = *memory.Words.Fetch;

            *memory.Words.Fetch = *memory.Words.Avail + beyondAvail;
            ResetResult result = ring.Resetter.Reset(ref sink);
            Assert.Equal((expected, 0, 0), (result.Status, result.Entries, result.OutOfRange));
            Assert.False(result.TryGrantRead(ticket, out _));
            Assert.Equal((1ul, 2ul), (ring.Resetter.Violations, ring.Resetter.EntriesReset));
            bool isRewound = expected == ResetStatus.PeerRewound;
            Assert.Equal(
                new PeerViolations(
                    isRewound ? 1ul : 0, isRewound ? 0 : 1ul, 0, 0, 0, 0, isRewound ? PeerViolation.Rewound : PeerViolation.Overran, 8L + (int)beyondAvail),
                ring.Resetter.PeerViolations);
            Assert.Equal(before, BytesButFetch(memory));
            Assert.Equal(new PushResult(PushStatus.RefusedFull, 2), ring.Producer.Push(TestPages.From(8, 3)));

            *memory.Words.Fetch = good;
            Assert.Equal((ResetStatus.Complete, 6), Summary(ring.Resetter.Reset(ref sink)));
            Assert.Equal(TestPages.From(0, 8), sink.Pages);
            Assert.Equal(TestPages.From(8, 2), Harvest(ring));
        }
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    [InlineData(uint.MaxValue - 3)]
    [InlineData(uint.MaxValue - 8)]
    public void Every_index_from_reset_to_avail_is_accepted(uint firstPosition)
    {
        for (uint harvested = 0; harvested <= 8; harvested++)
        {
            using IndexedRing<CoherentFencePoints> ring = new(new RingGeometry(8, reservedEntries: 0), firstPosition: firstPosition);
            ring.Producer.Push(TestPages.From(0, 8));
            *ring.Producer.Memory().Words.Fetch = firstPosition + harvested;
            RecordingSink sink = new();
            Assert.Equal((ResetStatus.Complete, (int)harvested), Summary(ring.Resetter.Reset(ref sink)));
            Assert.Equal(TestPages.From(0, (int)harvested), sink.Pages);
        }
    }

    [Fact]
    public void Slot_and_offset_are_validated_at_the_reset_not_at_the_push()
    {
        using FlaggedDirtyRing ring = new(8, 0, TestPages.Slots);
        ring.Producer.Push(TestPages.From(0, 3));
        Assert.Equal(3, ring.Collector.Harvest(new DirtyPage[3]).Entries);
        KvmDirtyGfn* entries = (KvmDirtyGfn*)ring.Producer.Memory().Entries;
        entries[0].Offset = 1000;
        entries[1].Slot = 6;
        RecordingSink sink = new();
        ResetResult result = ring.Resetter.Reset(ref sink);
        Assert.Equal((3, 2), (result.Entries, result.OutOfRange));
        Assert.Equal([TestPages.At(2)], sink.Pages);
        Assert.Equal(2ul, ring.Resetter.OutOfRange);
        Assert.Equal(new PeerViolations(0, 0, 0, 0, 1, 1, PeerViolation.SlotOutOfRange, 1), ring.Resetter.PeerViolations);
    }

    [Fact]
    public void What_is_pushed_from_outside_the_slots_is_not_the_doing_of_a_collector_that_writes_no_entries()
    {
        using IndexedDirtyRing ring = new(8, 0, TestPages.Slots);
        ring.Producer.Push([new DirtyPage(6, 0), new DirtyPage(0, 1000)]);
        Assert.Equal(2, ring.Collector.Harvest(new DirtyPage[2]).Entries);
        RecordingSink sink = new();
        Assert.Equal(2, ring.Resetter.Reset(ref sink).OutOfRange);
        Assert.Equal(default, ring.Resetter.PeerViolations);
    }

    [Theory]
    [InlineData(2u)]
    [InlineData(3u)] // bit 0 is ignored where bit 1 is set
    [InlineData(0xFFFF_FFFEu)]
    public void Any_state_with_the_reset_bit_counts_as_harvested(uint flags)
    {
        using FlaggedDirtyRing ring = new(8, 0);
        ring.Producer.Push(TestPages.From(0, 3));
        KvmDirtyGfn* entries = (KvmDirtyGfn*)ring.Producer.Memory().Entries;
        entries[0].Flags = flags;
        RecordingSink sink = new();
        Assert.Equal((ResetStatus.Complete, 1), Summary(ring.Resetter.Reset(ref sink)));
        Assert.Equal([TestPages.At(0)], sink.Pages);
        Assert.Equal(EntryState.Free, entries[0].Flags);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(2u)]
    [InlineData(3u)]
    [InlineData(4u)]
    [InlineData(5u)]
    [InlineData(0x8000_0001u)]
    public void No_state_but_01_is_harvested(uint flags)
    {
        foreach (int at in (int[])[0, 1, 7, 8, 15])
        {
            using FlaggedDirtyRing ring = new(16, 0);
            ring.Producer.Push(TestPages.From(0, 16));
            KvmDirtyGfn* entries = (KvmDirtyGfn*)ring.Producer.Memory().Entries;
            entries[at].Flags = flags;
            Assert.Equal(at, ring.Collector.Harvest(new DirtyPage[16]).Entries);
            Assert.Equal(0, ring.Collector.HarvestInPlace().Entries);
            Assert.Equal(flags, entries[at].Flags);
        }
    }

    [Fact]
    public void A_collector_that_marks_everything_costs_itself_alone()
    {
        using FlaggedDirtyRing ring = new(8, 0, TestPages.Slots);
        ring.Producer.Push(TestPages.From(0, 3));
        KvmDirtyGfn* entries = (KvmDirtyGfn*)ring.Producer.Memory().Entries;
        for (int i = 0; i < 8; i++)
            entries[i].Flags = EntryState.Reset;
        RecordingSink sink = new();
        Assert.Equal((ResetStatus.Complete, 8), Summary(ring.Resetter.Reset(ref sink))); // a lap at most
        Assert.All(sink.Pages, page => Assert.True(TestPages.Slots.Contains(page.Slot, page.Offset)));

        // The producer believes the resetter: it fills up to the soft limit that it knew, then finds the count impossible.
        Assert.Equal(new PushResult(PushStatus.RefusedFull, 4), ring.Producer.Push(TestPages.From(9, 8)));
        Assert.Equal(WaitStatus.TimedOut, ring.Producer.WaitForSpace(WaitStrategy.Spin, TimeSpan.Zero));
    }

    private static byte[] BytesButFetch(RingMemory memory)
    {
        uint fetch = *memory.Words.Fetch;
        *memory.Words.Fetch = 0;
        byte[] bytes = new Span<byte>(memory.Control, RingControl.Bytes + (int)memory.Geometry.Bytes).ToArray();
        *memory.Words.Fetch = fetch;
        return bytes;
    }

    private static (ResetStatus Status, int Entries) Summary(ResetResult result) => (result.Status, result.Entries);

    private static DirtyPage[] Harvest(IndexedRing<CoherentFencePoints> ring)
    {
        DirtyPage[] pages = new DirtyPage[8];
        return pages.Take(ring.Collector.Harvest(pages).Pages).ToArray();
    }
}
