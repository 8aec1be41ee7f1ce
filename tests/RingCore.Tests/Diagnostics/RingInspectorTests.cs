using System;
using System.IO;
using System.Linq;
using Microsoft.Win32.SafeHandles;
using RingCore.Layouts;
using RingCore.Peer;
using Xunit;

namespace RingCore.Tests;

/// <summary>A look from outside at shared rings of this process in states that are known.</summary>
[Trait("Category", "Trace")]
public sealed unsafe class RingInspectorTests
{
    private const ulong NearWrap = uint.MaxValue - 20UL;

    [Theory]
    [InlineData(SharedRingDesign.Indexed)]
    [InlineData(SharedRingDesign.Flagged)]
    public void A_new_ring_is_all_free(SharedRingDesign design)
    {
        using KnownRing ring = new(design);
        RingReport report = ring.Look();
        Assert.Equal(SharedOpenStatus.Opened, report.Status);
        Assert.Equal(ring.Ring.Id, report.Id);
        Assert.Equal(new EntryRun(0, 64, EntryCondition.Free), Assert.Single(report.Entries));
        Assert.Empty(report.Remarks);
        Assert.Contains("entries   all free", report.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SharedRingDesign.Indexed)]
    [InlineData(SharedRingDesign.Flagged)]
    public void Harvested_published_and_free_entries_are_told_apart(SharedRingDesign design)
    {
        using KnownRing ring = new(design);
        ring.Push(41).Harvest(18);
        ring.Ring.Epoch = 7;
        RingReport report = ring.Look();
        Assert.Contains("entries   0..17 harvested, 18..40 published, rest free", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("in use    41: 18 harvested, 23 published", report.ToString(), StringComparison.Ordinal);
        Assert.Empty(report.Remarks);
        Assert.True(report.IsSteady);
        Assert.Equal((18, 23, 23), (report.Count(EntryCondition.Harvested), report.Count(EntryCondition.Published), report.Count(EntryCondition.Free)));
        Assert.Equal(7ul, report.Told!.Value.Epoch);
        Assert.Equal(design == SharedRingDesign.Flagged ? 41ul : null, report.Journal?.Published);
        Assert.Equal(design == SharedRingDesign.Flagged ? 41ul : null, report.Journal?.Begun);
        Assert.NotNull(report.Private);
    }

    [Theory]
    [InlineData(SharedRingDesign.Indexed, 0)]
    [InlineData(SharedRingDesign.Flagged, 0)]
    [InlineData(SharedRingDesign.Indexed, NearWrap)]
    [InlineData(SharedRingDesign.Flagged, NearWrap)]
    public void Runs_begin_at_the_resetter_s_index_and_go_round_the_ring_s_end(SharedRingDesign design, ulong firstPosition)
    {
        using KnownRing ring = new(design, firstPosition: firstPosition);
        int start = (int)(firstPosition % 64);
        ring.Push(50).Harvest(50);
        ring.Reset();
        ring.Push(30).Harvest(20);
        RingReport report = ring.Look();
        EntryCondition[] conditions = new EntryCondition[64];
        foreach (EntryRun run in report.Entries)
            Array.Fill(conditions, run.Condition, run.First, run.Count);
        Assert.Equal(64, report.Entries.Sum(run => run.Count));
        Assert.Equal((start + 50) % 64, report.Entries[0].First);
        for (int i = 0; i < 64; i++)
        {
            EntryCondition expected = i < 20 ? EntryCondition.Harvested : i < 30 ? EntryCondition.Published : EntryCondition.Free;
            Assert.Equal(expected, conditions[(start + 50 + i) % 64]);
        }

        Assert.Empty(report.Remarks);
    }

    [Theory]
    [InlineData(SharedRingDesign.Indexed)]
    [InlineData(SharedRingDesign.Flagged)]
    public void A_full_ring_has_no_rest(SharedRingDesign design)
    {
        using KnownRing ring = new(design);
        ring.Push(64).Harvest(1);
        Assert.Contains("entries   0 harvested, 1..63 published\n", ring.Look().ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SharedRingDesign.Indexed)]
    [InlineData(SharedRingDesign.Flagged)]
    public void A_ring_that_its_producer_s_side_has_ended_still_shows_its_entries(SharedRingDesign design)
    {
        using KnownRing ring = new(design);
        ring.Push(5).Harvest(2);
        using SafeFileHandle told = HostCalls.Duplicate(ring.Ring.Told.Descriptor);
        using SafeFileHandle answered = HostCalls.Duplicate(ring.Ring.Answered.Descriptor);
        ring.Ring.Dispose();
        RingReport report = RingInspector.Inspect(new PeerDescriptors(told, answered));
        Assert.Equal(SharedOpenStatus.Stale, report.Status);
        Assert.StartsWith("closed", report.Reason, StringComparison.Ordinal);
        Assert.Contains("0..1 harvested, 2..4 published, rest free", report.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SharedRingDesign.Indexed)]
    [InlineData(SharedRingDesign.Flagged)]
    public void A_look_writes_nothing(SharedRingDesign design)
    {
        using KnownRing ring = new(design);
        ring.Push(41).Harvest(18);
        byte[][] before = Copies();
        _ = ring.Look();
        _ = RingInspector.InspectProcess(Environment.ProcessId);
        Assert.Equal(before, Copies());

        byte[][] Copies() => [.. new[] { ring.Ring.Told, ring.Ring.Answered, ring.Ring.Private }.Select(region => new ReadOnlySpan<byte>(region.Start, (int)region.Bytes).ToArray())];
    }

    [Fact]
    public void A_process_shows_its_rings_with_the_regions_that_belong_together()
    {
        using KnownRing one = new(SharedRingDesign.Flagged);
        using KnownRing other = new(SharedRingDesign.Flagged);
        one.Push(3);
        other.Push(5).Harvest(1);
        ProcessReport process = RingInspector.InspectProcess(Environment.ProcessId);
        RingReport Of(KnownRing ring) => Assert.Single(process.Rings, report => report.Id == ring.Ring.Id);
        Assert.Equal((3ul, 5ul), (Of(one).Journal!.Value.Published, Of(other).Journal!.Value.Published));
        Assert.Contains("0..2 published, rest free", Of(one).ToString(), StringComparison.Ordinal);
        Assert.Contains($"{other.Ring.Told.Descriptor.DangerousGetHandle()} told", Of(other).Source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_is_not_there_gives_a_sentence()
    {
        ProcessReport process = RingInspector.InspectProcess(int.MaxValue);
        Assert.Empty(process.Rings);
        Assert.Equal($"There is no process {int.MaxValue}.", Assert.Single(process.Remarks));
    }

    [Fact]
    public void A_ring_in_named_files_is_looked_at_where_its_peers_are_trusted()
    {
        string folder = Directory.CreateTempSubdirectory("ringcore-inspect-").FullName;
        try
        {
            using SharedFlaggedRing ring = SharedFlaggedRing.InFiles(folder, new RingGeometry(64, reservedEntries: 8), PeerTrust.Shadowed, trustsPeer: true);
            _ = ring.Producer.Push(TestPages.At(0));
            Assert.Equal(SharedOpenStatus.PeerNotTrusted, RingInspector.InspectFiles(folder, trustsPeer: false).Status);
            Assert.Contains("0 published, rest free", RingInspector.InspectFiles(folder, trustsPeer: true).ToString(), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
