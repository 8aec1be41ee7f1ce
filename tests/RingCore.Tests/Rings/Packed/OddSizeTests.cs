using System;
using System.Collections.Generic;
using System.Linq;
using RingCore.Layouts;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.Tests;

/// <summary>The packed ring in sizes that are no power of two, up to virtio's largest, and what it refuses.</summary>
[Trait("Category", "Packed")]
public class OddSizeTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(129)]
    [InlineData(1000)]
    [InlineData(32767)]
    [InlineData(32768)]
    public void A_ring_of_any_size_moves_pages_in_order_lap_after_lap(int entries)
    {
        int[] batches = [1, 2, 3, entries / 2, entries - 1, entries];
        ulong[] starts = [0, uint.MaxValue - (ulong)entries, (1UL << 63) - 1];
        foreach (ulong first in starts)
        {
            using PackedRing<CoherentFencePoints> ring = new(RingGeometry.Packed(entries, 0), null, first);
            DirtyPage[] harvested = new DirtyPage[entries];
            ulong next = 0;
            for (int round = 0; round < 40; round++)
            {
                DirtyPage[] batch = [.. Enumerable.Range(0, Math.Min(batches[round % batches.Length], entries)).Select(i => new DirtyPage(3, next + (uint)i))];
                if (batch.Length < 4)
                    Assert.All(batch, page => Assert.True(ring.Producer.Push(page) <= PushStatus.PublishedSoftFull));
                else
                    Assert.Equal(batch.Length, ring.Producer.Push(batch).Pushed);
                Assert.Equal(batch, Collect(ring, harvested, round));
                RecordingSink sink = new();
                Assert.Equal(batch.Length, ring.Resetter.Reset(ref sink).Entries);
                Assert.Equal(KernelCoalescing.Coalesce(batch), sink.Calls);
                next += (uint)batch.Length;
            }

            output.WriteLine($"{entries} entries from position {first}: {next} pages, {next / (uint)entries} laps");
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(100)]
    [InlineData(32768)]
    public void A_full_ring_refuses_and_goes_on_in_every_place(int entries)
    {
        using PackedDirtyRing ring = new(entries, reservedEntries: 0);
        DirtyPage[] pages = new DirtyPage[entries];
        RecordingSink sink = new();
        for (int lap = 0; lap < 5; lap++)
        {
            Assert.Equal(new PushResult(PushStatus.RefusedFull, entries), ring.Producer.Push(Pages(lap, entries + 1)));
            Assert.Equal(PushStatus.RefusedFull, ring.Producer.Push(new DirtyPage(0, 0)));
            Assert.Equal(entries, ring.Collector.Harvest(pages).Entries);
            Assert.Equal(Pages(lap, entries), pages);
            Assert.Equal(entries, ring.Resetter.Reset(ref sink).Entries);
            int odd = 1 + (lap % 2);
            Assert.Equal(odd, ring.Producer.Push(Pages(lap, odd)).Pushed); // the next lap begins elsewhere
            Assert.Equal(odd, ring.Collector.Harvest(pages).Entries);
            Assert.Equal(odd, ring.Resetter.Reset(ref sink).Entries);
        }
    }

    [Fact]
    public void Descriptors_carry_virtios_bits_in_both_laps()
    {
        using PackedDirtyRing ring = new(3, reservedEntries: 0);
        RecordingSink sink = new();
        PackedDescriptor[] entries = Entries(ring);
        Assert.All(entries, entry => Assert.Equal(default, entry));
        for (int lap = 0; lap < 4; lap++)
        {
            bool wrap = lap % 2 == 0;
            ring.Producer.Push([new DirtyPage(7, 70), new DirtyPage(8, 80), new DirtyPage(9, ulong.MaxValue)]);
            entries = Entries(ring);
            Assert.Equal([70, 80, ulong.MaxValue], entries.Select(entry => entry.Address));
            Assert.Equal([7u, 8, 9], entries.Select(entry => entry.Length));
            ushort available = wrap ? PackedDescriptorFlags.Available : PackedDescriptorFlags.Used;
            Assert.All(entries, entry => Assert.Equal((0, available), (entry.Id, entry.Flags)));
            Assert.Equal(3, ring.Collector.Harvest(new DirtyPage[4]).Entries);
            int used = wrap ? PackedDescriptorFlags.Available | PackedDescriptorFlags.Used : 0;
            Assert.All(Entries(ring), entry => Assert.Equal((0, used), (entry.Id, entry.Flags)));
            PackedDescriptor[] before = Entries(ring);
            Assert.Equal(3, ring.Resetter.Reset(ref sink).Entries);
            Assert.Equal(before, Entries(ring)); // a reset writes nothing into them
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(32769)]
    [InlineData(65536)]
    [InlineData(int.MaxValue)]
    public void Refuses_other_sizes_naming_value_and_limit(int entries)
    {
        ArgumentOutOfRangeException refusal = Assert.Throws<ArgumentOutOfRangeException>(() => new PackedDirtyRing(entries, reservedEntries: 0));
        Assert.Equal(entries, refusal.ActualValue);
        Assert.Contains("1 to 32768", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, 64, "more than the 64 reserved")]
    [InlineData(100, -1, "0 or more")]
    public void Refuses_reserved_entries_as_every_geometry_does(int entries, int reserved, string limit) => Assert.Contains(
        limit, Assert.Throws<ArgumentOutOfRangeException>(() => RingGeometry.Packed(entries, reserved)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_packed_geometry_says_whether_it_is_a_power_of_two_and_others_refuse_it_where_it_is_not()
    {
        Assert.True(RingGeometry.Packed(128).IsPowerOfTwo);
        RingGeometry odd = RingGeometry.Packed(100);
        Assert.Equal((false, 16, 1600L, 36), (odd.IsPowerOfTwo, odd.EntryBytes, odd.Bytes, odd.SoftLimitEntries));
        Func<IDirtyRing>[] others =
        [
            () => new FlaggedRing<CoherentFencePoints, GfnEntry<LapStates>, DirtyPage>(odd),
            () => new IndexedRing<CoherentFencePoints>(odd),
            () => new VmRing<CoherentFencePoints>(odd),
            () => new GuardedRing<CoherentFencePoints>(odd, PeerTrust.Shadowed),
        ];
        Assert.All(others, make => Assert.Contains("power of two entries, not 100", Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal));
        string refusal = Assert.Throws<ArgumentException>(() => new PackedRing<CoherentFencePoints>(new RingGeometry(65536))).Message;
        Assert.Contains("1 to 32768, not 65536", refusal, StringComparison.Ordinal);
    }

    private static DirtyPage[] Collect(PackedRing<CoherentFencePoints> ring, DirtyPage[] pages, int round)
    {
        if (round % 3 == 0)
            return pages[..ring.Collector.Harvest(pages).Pages];
        List<DirtyPage> taken = [];
        if (round % 3 == 1)
        {
            while (ring.Collector.TryTake(out DirtyPage page))
                taken.Add(page);
            ring.Collector.Commit();
            return [.. taken];
        }

        InPlaceHarvest<PackedDescriptor> shown = ring.Collector.HarvestInPlace();
        foreach (PackedDescriptor entry in (PackedDescriptor[])[.. shown.First, .. shown.Second])
            taken.Add(new DirtyPage(entry.Length, entry.Address));
        shown.Commit(shown.Entries);
        return [.. taken];
    }

    private static DirtyPage[] Pages(int lap, int count) => [.. Enumerable.Range(0, count).Select(i => new DirtyPage((uint)lap, (ulong)i * 100))];

    private static unsafe PackedDescriptor[] Entries(PackedDirtyRing ring) =>
        new ReadOnlySpan<PackedDescriptor>(ring.Producer.Memory().Entries, ring.Geometry.Entries).ToArray();
}
