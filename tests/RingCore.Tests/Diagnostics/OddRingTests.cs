using System;
using System.Linq;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>What no faithful party leaves behind is said.</summary>
[Trait("Category", "Trace")]
public sealed unsafe class OddRingTests
{
    [Fact]
    public void A_state_that_no_party_writes()
    {
        using KnownRing ring = Flagged();
        Entry(ring, 20)->Flags = 0x77;
        RingReport report = ring.Look();
        Assert.Equal("Entry 20 has state 0x77, which no party writes.", Assert.Single(report.Remarks));
        Assert.Contains("18..19 published, 20 unknown, 21..40 published", report.ToString(), StringComparison.Ordinal);
        Entry(ring, 21)->Flags = uint.MaxValue;
        Assert.EndsWith("which no party writes; 1 more have such states.", Assert.Single(ring.Look().Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void A_gap_in_the_harvest()
    {
        using KnownRing ring = Flagged();
        Entry(ring, 25)->Flags = EntryState.Reset;
        Assert.Equal("Entries 25 harvested behind published ones: the collector has left some out.", Assert.Single(ring.Look().Remarks));
    }

    [Fact]
    public void An_entry_in_use_that_was_never_pushed()
    {
        using KnownRing ring = Flagged();
        Entry(ring, 50)->Flags = EntryState.Dirty;
        RingReport report = ring.Look();
        Assert.Contains(report.Remarks, remark => remark.Contains("50 published behind free ones", StringComparison.Ordinal));
        Assert.Contains(report.Remarks, remark => remark.Contains("begun only 41", StringComparison.Ordinal));
        Assert.EndsWith("41..49 free, 50 published, 51..63 free\n", Line(report, "entries"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_published_entry_that_is_free()
    {
        using KnownRing ring = Flagged();
        Entry(ring, 40)->Flags = EntryState.Free;
        Assert.Equal("1 entries from 40 on are free, though published and not reset.", Assert.Single(ring.Look().Remarks));
    }

    [Fact]
    public void A_reset_whose_process_died_between_entries_and_index()
    {
        using KnownRing ring = Flagged();
        for (int i = 0; i < 10; i++)
            Entry(ring, i)->Flags = EntryState.Free;
        Assert.StartsWith("Entries 0..9 are free, and the reset index has not passed them", Assert.Single(ring.Look().Remarks), StringComparison.Ordinal);
        for (int i = 10; i < 41; i++)
            Entry(ring, i)->Flags = EntryState.Free;
        Assert.StartsWith("41 published entries are free", Assert.Single(ring.Look().Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void A_push_that_was_begun_and_not_finished()
    {
        using KnownRing ring = Flagged();
        Journal(ring)->Begun++;
        Assert.StartsWith("Pushes begun and not finished: 1.", Assert.Single(ring.Look().Remarks), StringComparison.Ordinal);
        Journal(ring)->Begun = 0;
        Assert.StartsWith("Positions out of order: pushes begun 0", Assert.Single(ring.Look().Remarks), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, "stands before reset, 41.")]
    [InlineData(31, "stands behind avail, 71.")]
    public void A_collector_s_index_out_of_order(int fetch, string sentence)
    {
        using KnownRing ring = new(SharedRingDesign.Indexed);
        ring.Push(41).Harvest(41).Reset().Push(30).Harvest(5);
        ((AnsweredWords*)ring.Ring.Answered.Start)->Fetch = (uint)(41 + fetch);
        Assert.EndsWith(sentence, Assert.Single(ring.Look().Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void A_producer_s_index_out_of_order()
    {
        using KnownRing ring = new(SharedRingDesign.Indexed);
        ((ToldWords*)ring.Ring.Told.Start)->Avail = 65;
        RingReport report = ring.Look();
        Assert.EndsWith("65 apart in a ring of 64.", Assert.Single(report.Remarks), StringComparison.Ordinal);
        Assert.Empty(report.Entries);
    }

    [Theory]
    [InlineData("Magic", SharedOpenStatus.WrongMagic, "not a shared ring")]
    [InlineData("Version", SharedOpenStatus.OtherVersion, "a header of version 2; this is version 1")]
    [InlineData("Making", SharedOpenStatus.HalfMade, "half made")]
    [InlineData("Ready", SharedOpenStatus.HalfMade, "neither made nor ended: its ready word is 9")]
    [InlineData("Entries", SharedOpenStatus.UnknownLayout, "a layout that this version cannot have")]
    [InlineData("Bytes", SharedOpenStatus.WrongSize, "the header is of regions of")]
    [InlineData("Nonce", SharedOpenStatus.RegionsDoNotMatch, "the answered region bears no mark")]
    public void A_header_that_is_not_in_order(string change, SharedOpenStatus status, string sentence)
    {
        using KnownRing ring = Flagged();
        SharedRingHeader* header = &((ToldWords*)ring.Ring.Told.Start)->Header;
        _ = change switch
        {
            "Magic" => header->Magic = 5,
            "Version" => header->Version++,
            "Making" => header->Ready = SharedRingHeader.IsMaking,
            "Ready" => header->Ready = 9,
            "Entries" => header->Entries = 65,
            "Bytes" => header->ToldBytes++,
            _ => header->NonceHigh++,
        };
        RingReport report = ring.Look();
        Assert.Equal(status, report.Status);
        Assert.StartsWith(sentence, report.Reason, StringComparison.Ordinal);
        Assert.Empty(report.Entries);
        Assert.NotEmpty(RingInspector.InspectProcess(Environment.ProcessId).ToString());
    }

    [Fact]
    public void Files_that_are_no_regions()
    {
        using KnownRing ring = Flagged();
        using SharedRegion unsealed = SharedRegion.Create("open", 4096, RegionSeals.None);
        Assert.Equal(SharedOpenStatus.NotSealed, RingInspector.Inspect(new PeerDescriptors(unsealed.Descriptor, ring.Ring.Answered.Descriptor)).Status);
        RingReport half = RingInspector.Inspect(new PeerDescriptors(ring.Ring.Told.Descriptor, unsealed.Descriptor));
        Assert.Equal(SharedOpenStatus.RegionsDoNotMatch, half.Status);
        Assert.Contains("not sealed against that", Assert.Single(half.Remarks), StringComparison.Ordinal);
        PeerDescriptors descriptors = ring.Ring.PeerDescriptors;
        ring.Dispose();
        Assert.Equal(SharedOpenStatus.NotAMemfd, RingInspector.Inspect(descriptors).Status);
    }

    private static KnownRing Flagged() => new KnownRing(SharedRingDesign.Flagged).Push(41).Harvest(18);

    private static KvmDirtyGfn* Entry(KnownRing ring, int place) => (KvmDirtyGfn*)(ring.Ring.Answered.Start + AnsweredWords.Bytes) + place;

    private static RingJournal* Journal(KnownRing ring) => (RingJournal*)(ring.Ring.Private.Start + PrivateWords.Bytes);

    private static string Line(RingReport report, string what) =>
        report.ToString().Split('\n').Single(line => line.TrimStart().StartsWith(what, StringComparison.Ordinal)) + "\n";
}
