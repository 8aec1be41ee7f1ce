using System;
using System.Runtime.InteropServices;
using RingCore.Layouts;
using RingCore.Platform;
using Xunit;
using FlaggedGfns = RingCore.FlaggedRing<RingCore.CoherentFencePoints, RingCore.GfnEntry<RingCore.KvmStates>, RingCore.Layouts.DirtyPage>;
using FlaggedPages = RingCore.FlaggedRing<RingCore.CoherentFencePoints, RingCore.PageAddressEntry<RingCore.KvmStates>, RingCore.Layouts.DirtyPageAddress>;

namespace RingCore.Tests;

/// <summary>What a ring refuses when it is made; each message names value and limit.</summary>
public sealed unsafe class ConstructionTests : IDisposable
{
    private const int Bytes = 64 * KvmDirtyGfn.Bytes;

    private static readonly RingGeometry s_gfns = new(64, KvmDirtyGfn.Bytes, 0);
    private static readonly RingGeometry s_addresses = new(64, DirtyPageAddress.Bytes, 0);

    private readonly void* _memory = NativeMemory.AlignedAlloc(Bytes + 64, 64);

    public void Dispose() => NativeMemory.AlignedFree(_memory);

    [Theory]
    [InlineData(1, 16)]
    [InlineData(4, 16)]
    [InlineData(8, 16)]
    [InlineData(15, 16)]
    [InlineData(1, 8)]
    [InlineData(4, 8)]
    [InlineData(7, 8)]
    public void Refuses_misaligned_memory(int misalignment, int entryBytes)
    {
        nint start = (nint)_memory + misalignment;
        foreach (Func<IDirtyRing> make in Makers(entryBytes, start, Bytes))
        {
            ArgumentException refusal = Assert.Throws<ArgumentException>(make);
            Assert.Contains($"a multiple of {entryBytes}, not at 0x{start:x}", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(8)]
    public void Refuses_null_memory(int entryBytes)
    {
        foreach (Func<IDirtyRing> make in Makers(entryBytes, 0, Bytes))
            Assert.Contains("null", Assert.ThrowsAny<ArgumentException>(make).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(16, 1023)]
    [InlineData(16, 0)]
    [InlineData(8, 511)]
    public void Refuses_memory_that_is_too_small(int entryBytes, int bytes)
    {
        foreach (Func<IDirtyRing> make in Makers(entryBytes, (nint)_memory, (nuint)bytes))
        {
            string needed = $"64 entries need {64 * entryBytes} bytes; the memory has {bytes}";
            Assert.Contains(needed, Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(8)]
    public void Accepts_memory_that_just_fits(int entryBytes)
    {
        foreach (Func<IDirtyRing> make in Makers(entryBytes, (nint)_memory + entryBytes, (nuint)(64 * entryBytes)))
            make().Dispose();
    }

    [Fact]
    public void Refuses_a_geometry_of_other_entries()
    {
        Func<IDirtyRing>[] makers =
        [
            () => new FlaggedGfns(s_addresses),
            () => new IndexedRing<CoherentFencePoints>(s_addresses),
            () => new VmRing<CoherentFencePoints>(s_addresses),
            () => new PackedRing<CoherentFencePoints>(s_addresses),
        ];
        Assert.All(
            makers,
            make => Assert.Contains("entries of 16 bytes, not 8", Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal));
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new FlaggedPages(s_gfns, TestPages.Slots));
        Assert.Contains("entries of 8 bytes, not 16", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_guarded_ring_refuses_other_entries_unknown_trust_and_fence_points_whose_marks_are_in_no_order()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new GuardedRing<CoherentFencePoints>(s_addresses, PeerTrust.Shadowed));
        Assert.Contains("entries of 16 bytes, not 8", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("trust", Assert.Throws<ArgumentOutOfRangeException>(() => new GuardedRing<CoherentFencePoints>(s_gfns, (PeerTrust)2)).ParamName);
        Assert.Throws<NotSupportedException>(() => new GuardedRing<X64FencePoints>(s_gfns, PeerTrust.Shadowed));
    }

    [Fact]
    public void Refuses_no_geometry_and_no_slots_where_entries_name_none()
    {
        Assert.Equal("geometry", Assert.Throws<ArgumentNullException>(() => new FlaggedGfns(null!)).ParamName);
        Assert.Equal("geometry", Assert.Throws<ArgumentNullException>(() => new IndexedRing<CoherentFencePoints>(null!)).ParamName);
        Assert.Equal("geometry", Assert.Throws<ArgumentNullException>(() => new VmRing<CoherentFencePoints>(null!)).ParamName);
        Assert.Equal("slots", Assert.Throws<ArgumentNullException>(() => new FlaggedPages(s_addresses)).ParamName);
        Assert.Equal("slots", Assert.Throws<ArgumentNullException>(() => new FlaggedPageRing(64, null!, 0)).ParamName);
    }

    [Theory]
    [EveryDesign(0, 0)]
    [EveryDesign(64, 64)]
    [EveryDesign(64, -1)]
    public void Every_design_checks_its_geometry(RingDesign design, int entries, int reserved) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TestRing.Make(design, entries, reserved));

    [Theory]
    [EveryDesign]
    public void Every_design_but_the_packed_one_demands_a_power_of_two(RingDesign design)
    {
        if (TestRing.IsOfAnySize(design))
            TestRing.Make(design, entries: 3).Dispose();
        else
            Assert.Throws<ArgumentOutOfRangeException>(() => TestRing.Make(design, entries: 3));
    }

    [Theory]
    [InlineData(RingDesign.Flagged)]
    [InlineData(RingDesign.FlaggedPages)]
    [InlineData(RingDesign.Indexed)]
    [InlineData(RingDesign.Vm)]
    [InlineData(RingDesign.Packed)]
    public void Refuses_to_start_counters_where_64_bits_could_wrap(RingDesign design)
    {
        ArgumentOutOfRangeException refusal =
            Assert.Throws<ArgumentOutOfRangeException>(() => TestRing.Make(design, firstPosition: 1UL << 63));
        Assert.Equal(("firstPosition", 1UL << 63), (refusal.ParamName, refusal.ActualValue));
        TestRing.Make(design, firstPosition: (1UL << 63) - 1).Dispose();
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void Hosts_that_are_not_64_bit_little_endian_are_refused_in_one_sentence(bool is64Bit, bool isLittleEndian)
    {
        PlatformNotSupportedException refusal =
            Assert.Throws<PlatformNotSupportedException>(() => HostRequirements.Check(is64Bit, isLittleEndian));
        Assert.Equal("RingCore runs on 64-bit little-endian hosts only.", refusal.Message);
        HostRequirements.Check(is64Bit: true, isLittleEndian: true);
    }

    [Fact]
    public void The_shipped_rings_reserve_64_entries_unless_told_otherwise()
    {
        using FlaggedDirtyRing flagged = new(256);
        using FlaggedPageRing pages = new(256, TestPages.Slots);
        using IndexedDirtyRing indexed = new(256);
        using VmDirtyRing vm = new(256);
        using PackedDirtyRing packed = new(256);
        Assert.All((IDirtyRing[])[flagged, pages, indexed, vm, packed], ring => Assert.Equal(192, ring.Geometry.SoftLimitEntries));
    }

    private static Func<IDirtyRing>[] Makers(int entryBytes, nint start, nuint bytes) => entryBytes == KvmDirtyGfn.Bytes
        ?
        [
            () => new FlaggedDirtyRing(s_gfns, start, bytes), () => new IndexedDirtyRing(s_gfns, start, bytes),
            () => new IndexedRing<CoherentFencePoints>(s_gfns, start, bytes, null, IndexLayout.Kvm),
            () => new PackedDirtyRing(s_gfns, start, bytes),
        ]
        : [() => new FlaggedPages(s_addresses, start, bytes, TestPages.Slots)];
}
