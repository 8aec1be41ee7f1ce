using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>A collector that writes anything into the descriptors: typed answers, no page outside the slots, nothing outside the ring, bounded work.</summary>
[Trait("Category", "Packed")]
public unsafe class UnfaithfulPackedCollectorTests
{
    [Fact]
    public void Slot_and_offset_are_validated_at_the_reset_and_counted_as_the_peers_doing()
    {
        using PackedDirtyRing ring = new(7, 0, TestPages.Slots);
        ring.Producer.Push(TestPages.From(0, 3));
        Assert.Equal(3, ring.Collector.Harvest(new DirtyPage[3]).Entries);
        PackedDescriptor* entries = Entries(ring);
        entries[0].Address = 1000;
        entries[1].Length = 6;
        RecordingSink sink = new();
        ResetResult result = ring.Resetter.Reset(ref sink);
        Assert.Equal((ResetStatus.Complete, 3, 2), (result.Status, result.Entries, result.OutOfRange));
        Assert.Equal([TestPages.At(2)], sink.Pages);
        Assert.Equal(new PeerViolations(0, 0, 0, 0, 1, 1, PeerViolation.SlotOutOfRange, 1), ring.Resetter.PeerViolations);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_resetter_looks_at_the_two_bits_and_the_collector_at_the_whole_word(int lap)
    {
        using PackedDirtyRing ring = new(5, 0);
        RecordingSink sink = new();
        for (int i = 0; i < lap; i++)
        {
            ring.Producer.Push(TestPages.From(0, 5));
            ring.Collector.Harvest(new DirtyPage[5]);
            ring.Resetter.Reset(ref sink);
        }

        ring.Producer.Push(TestPages.From(0, 5));
        PackedDescriptor* entries = Entries(ring);
        entries[2].Id = 9; // no producer of this ring writes one
        Assert.Equal(2, ring.Collector.Harvest(new DirtyPage[5]).Entries);
        Assert.Equal(0, ring.Collector.HarvestInPlace().Entries);
        entries[2].Flags = lap == 0 ? ushort.MaxValue : (ushort)(ushort.MaxValue & ~(PackedDescriptorFlags.Available | PackedDescriptorFlags.Used));
        Assert.Equal(3, ring.Resetter.Reset(ref sink).Entries);
    }

    [Theory]
    [InlineData(0x0000_0000u)] // harvested in the other lap
    [InlineData(0x0080_0000u)] // published
    [InlineData(0x8000_0000u)] // published in the other lap
    [InlineData(0x7F7F_FFFFu)]
    public void No_other_word_is_harvested(uint word)
    {
        using PackedDirtyRing ring = new(3, 0);
        ring.Producer.Push(TestPages.From(0, 3));
        ring.Collector.Harvest(new DirtyPage[3]);
        *(uint*)((byte*)(Entries(ring) + 1) + PackedDescriptor.IdAndFlagsOffset) = word;
        RecordingSink sink = new();
        Assert.Equal((ResetStatus.Complete, 1), Summary(ring.Resetter.Reset(ref sink)));
        Assert.Equal((ResetStatus.Complete, 0), Summary(ring.Resetter.Reset(ref sink)));
    }

    [Fact]
    public void A_collector_that_marks_everything_costs_itself_alone()
    {
        using PackedDirtyRing ring = new(7, 0, TestPages.Slots);
        ring.Producer.Push(TestPages.From(0, 3));
        PackedDescriptor* entries = Entries(ring);
        for (int i = 0; i < 7; i++)
            entries[i].Flags = PackedDescriptorFlags.Available | PackedDescriptorFlags.Used;
        RecordingSink sink = new();
        Assert.Equal((ResetStatus.Complete, 7), Summary(ring.Resetter.Reset(ref sink))); // a ring's worth at most
        Assert.All(sink.Pages, page => Assert.True(TestPages.Slots.Contains(page.Slot, page.Offset)));

        // The producer believes the resetter, as the flagged ring's does: it fills up to the limit that it knew, then finds the count impossible.
        Assert.Equal(new PushResult(PushStatus.RefusedFull, 3), ring.Producer.Push(TestPages.From(9, 7)));
        Assert.Equal(WaitStatus.TimedOut, ring.Producer.WaitForSpace(WaitStrategy.Spin, TimeSpan.Zero));
    }

    [Fact]
    public void Whatever_a_collector_writes_between_operations_the_driver_side_stays_within_its_ring_and_slots() =>
        Properties.ForAll(Scripts(), Shrink, cases: 400, script =>
        {
            RingGeometry geometry = RingGeometry.Packed(script.Entries, 0);
            using GuardedMemory memory = new((int)geometry.Bytes, PackedDescriptor.Bytes);
            using PackedDirtyRing ring = new(geometry, memory.Start, (nuint)memory.Bytes, TestPages.Slots);
            RecordingSink sink = new();
            Span<uint> words = new((void*)memory.Start, (int)geometry.Bytes / sizeof(uint));
            uint[] states = [0, 0x0080_0000, 0x8000_0000, 0x8080_0000];
            foreach (Write write in script.Writes)
            {
                PushResult push = ring.Producer.Push(TestPages.From(write.Value & 255, write.Value & 7));
                Assert.InRange(push.Pushed, 0, write.Value & 7);
                if ((write.Value & 8) != 0)
                    ring.Collector.Harvest(new DirtyPage[3]);
                int place = write.Place % words.Length;
                words[place] = place % 4 == 3 && (write.Value & 16) != 0 ? states[write.Value & 3] : (uint)write.Value;
                ResetResult reset = ring.Resetter.Reset(ref sink);
                Assert.InRange(reset.Entries, 0, script.Entries);
                Assert.InRange(reset.OutOfRange, 0, reset.Entries);
            }

            Assert.All(sink.Pages, page => Assert.True(TestPages.Slots.Contains(page.Slot, page.Offset)));
            Assert.Equal(0ul, ring.Resetter.Violations);
            memory.AssertGuardsIntact();
        });

    private static Gen<Script> Scripts() =>
        from entries in Gen.Choose(1, 19)
        from count in Gen.Choose(1, 60)
        from writes in (from place in Gen.Choose(0, 4 * 19) from value in Gen.Choose(int.MinValue, int.MaxValue) select new Write(place, value)).ArrayOf(count)
        select new Script(entries, writes);

    private static IEnumerable<Script> Shrink(Script script) => Properties.WithoutOne(script.Writes).Select(writes => script with { Writes = writes });

    private static PackedDescriptor* Entries(PackedDirtyRing ring) => (PackedDescriptor*)ring.Producer.Memory().Entries;

    private static (ResetStatus Status, int Entries) Summary(ResetResult result) => (result.Status, result.Entries);

    private sealed record Write(int Place, int Value);

    private sealed record Script(int Entries, Write[] Writes)
    {
        public override string ToString() => $"{Entries} entries: {string.Join(' ', Writes.Select(write => $"{write.Place}={write.Value:x}"))}";
    }
}
