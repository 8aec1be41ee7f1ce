using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>Whatever stands in the regions: a look ends with a report, within the regions, and leaves them as they are.</summary>
[Trait("Category", "Trace")]
public sealed unsafe class GarbageRegionTests
{
    // Words that limits are tripped by, beside any other.
    private static readonly Gen<ulong> s_word = Gen.OneOf(
        Gen.Elements<ulong>(0, 1, 2, 3, 63, 64, 65, 512, 0x4000_0000, 0x8000_0000, uint.MaxValue, long.MaxValue, ulong.MaxValue),
        Gen.Choose(0, int.MaxValue).Select(value => (ulong)value << 32 | (uint)value));

    private static readonly Gen<Change> s_change = Gen.Choose(0, 2).SelectMany(
        region => Gen.OneOf(Gen.Choose(0, 15), Gen.Choose(0, (4096 / 8) - 1)).SelectMany(word => s_word.Select(value => new Change(region, word, value))));

    [Theory]
    [InlineData(SharedRingDesign.Indexed)]
    [InlineData(SharedRingDesign.Flagged)]
    public void A_ring_some_of_whose_words_are_anything(SharedRingDesign design) => Properties.ForAllArrays(s_change, 12, 300, changes =>
    {
        using KnownRing ring = new(design);
        ring.Push(41).Harvest(18);
        SharedRegion[] regions = [ring.Ring.Told, ring.Ring.Answered, ring.Ring.Private];
        foreach (Change change in changes)
            ((ulong*)regions[change.Region].Start)[change.Word] = change.Value;
        LookAt(ring.Ring.PeerDescriptors, ring.Ring.Private, regions);
    });

    [Fact]
    public void Regions_of_any_words() => Properties.ForAllArrays(s_word, 64, 200, words =>
    {
        using SharedRegion told = SharedRegion.Create("garbage", 8192, RegionSeals.OfTold);
        using SharedRegion answered = SharedRegion.Create("garbage", 4096, RegionSeals.OfAnswered);
        foreach (SharedRegion region in (SharedRegion[])[told, answered])
            MemoryMarshal.AsBytes(words.AsSpan()).CopyTo(new Span<byte>(region.Start, (int)region.Bytes));
        LookAt(new PeerDescriptors(told.Descriptor, answered.Descriptor), answered, [told, answered]);
    });

    private static void LookAt(PeerDescriptors descriptors, SharedRegion own, SharedRegion[] regions)
    {
        List<byte[]> before = Copies(regions);
        RingReport report = RingInspector.Inspect(descriptors, own.Descriptor);
        Assert.NotEmpty(report.Reason);
        Assert.InRange(report.ToString().Length, 1, 20_000);
        Assert.Equal(before, Copies(regions));
    }

    private static List<byte[]> Copies(SharedRegion[] regions)
    {
        List<byte[]> copies = [];
        foreach (SharedRegion region in regions)
            copies.Add(new ReadOnlySpan<byte>(region.Start, (int)region.Bytes).ToArray());
        return copies;
    }

    private readonly record struct Change(int Region, int Word, ulong Value);
}
