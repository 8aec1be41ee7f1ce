using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>Bursts of the packed ring, whatever its size and wherever in a cache line its memory starts.</summary>
[Trait("Category", "Packed")]
public class PackedBurstTests : BurstContract<PackedDirtyRing.PushBurst, PackedDirtyRing.TakeBurst>
{
    protected override int Entries => 14;

    // No power of two where the contract asks for one.
    protected override IDirtyRing Make(int entries, int reservedEntries) => new PackedDirtyRing(entries | 1, reservedEntries: reservedEntries);

    [Theory]
    [InlineData(1, 0, 0ul)]
    [InlineData(2, 0, 0xFFFF_FFFFul)]
    [InlineData(3, 1, 3ul)]
    [InlineData(5, 0, 0x1_0000_0000ul - 5)]
    [InlineData(7, 2, 0ul)]
    [InlineData(8, 0, 1ul)]
    [InlineData(100, 7, 0xFFFF_FFFF_FFF1ul)]
    public void Bursts_move_pages_in_order_lap_after_lap(int entries, int reserved, ulong firstPosition)
    {
        PackedRing<CoherentFencePoints> ring = new(RingGeometry.Packed(entries, reserved), null, firstPosition);
        Move(ring, ring.Producer, ring.Collector);
        RingGeometry geometry = RingGeometry.Packed(entries, reserved);
        for (int beyondLine = 0; beyondLine < CacheLine.Bytes; beyondLine += PackedDescriptor.Bytes)
        {
            using GuardedMemory memory = new((int)geometry.Bytes + beyondLine, CacheLine.Bytes);
            PackedDirtyRing foreign = new(geometry, memory.Start + beyondLine, (nuint)geometry.Bytes, TestPages.Slots);
            Move(foreign, foreign.Producer, foreign.Collector);
        }
    }

    [Fact]
    public void A_burst_hands_over_the_rest_of_a_line_at_the_laps_end()
    {
        using PackedDirtyRing ring = new(14, reservedEntries: 0);
        RecordingSink sink = new();
        ring.Producer.Push(TestPages.From(0, 14));
        PackedDirtyRing.TakeBurst burst = ring.Collector.OpenBurst();
        Take(ref burst, 13);
        Assert.Equal(12, ring.Resetter.Reset(ref sink).Entries);
        Take(ref burst, 1);
        Assert.Equal(2, ring.Resetter.Reset(ref sink).Entries);
        ring.Producer.Push(TestPages.At(0));
        Take(ref burst, 1);
        Assert.Equal(0, ring.Resetter.Reset(ref sink).Entries);
        burst.Dispose();
        Assert.Equal(1, ring.Resetter.Reset(ref sink).Entries);
        Assert.Equal(15ul, ring.Collector.Harvested);
    }
}
