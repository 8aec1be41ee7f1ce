using System;
using System.Collections.Generic;
using System.Linq;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>
/// The rule of Linux's flush_dcache_page, over everything that every ring does: flush before reading what another mapping may have written,
/// after writing what another mapping may read. Excepted: the words that waiters sleep on, which only one process shares, and the claim of an
/// entry by compare-exchange, which no flush could mend.
/// </summary>
public unsafe class FlushTests
{
    private static readonly string[] s_reads = ["ReadPlain", "ReadOnce", "LoadAcquire", "LoadWide"];
    private static readonly string[] s_writes = ["WritePlain", "WriteOnce", "StoreRelease", "StoreWide"];

    [Fact]
    public void The_flagged_ring_flushes_before_it_reads_and_after_it_writes()
    {
        using FlaggedRing<ProbedFencePoints, GfnEntry<KvmStates>, DirtyPage> ring = new(new RingGeometry(64, 16, 8), TestPages.Slots, 50);
        Check(ring);
    }

    [Fact]
    public void The_8_byte_ring_flushes_before_it_reads_and_after_it_writes()
    {
        using FlaggedRing<ProbedFencePoints, PageAddressEntry<KvmStates>, DirtyPageAddress> ring = new(new RingGeometry(64, 8, 8), TestPages.Slots, 50);
        Check(ring);
    }

    [Fact]
    public void The_indexed_ring_flushes_before_it_reads_and_after_it_writes()
    {
        using IndexedRing<ProbedFencePoints> ring = new(new RingGeometry(64, 16, 8), TestPages.Slots, firstPosition: 50);
        Check(ring);
    }

    [Fact]
    public void The_indexed_ring_flushes_its_marks_too()
    {
        using IndexedRing<ProbedFencePoints> ring = new(
            new RingGeometry(64, 16, 8), TestPages.Slots, firstPosition: 50, access: CollectorAccess.Marks);
        Check(ring);
    }

    [Fact]
    public void The_vm_ring_flushes_before_it_reads_and_after_it_writes()
    {
        using VmRing<ProbedFencePoints> ring = new(new RingGeometry(64, 16, 8), TestPages.Slots, 50);
        Check(ring);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(61)]
    [Trait("Category", "Packed")]
    public void The_packed_ring_flushes_before_it_reads_and_after_it_writes(int entries)
    {
        using PackedRing<ProbedFencePoints> ring = new(RingGeometry.Packed(entries, 8), TestPages.Slots, 50);
        Check(ring);
    }

    [Fact]
    public void Vector_harvesters_flush_each_block_before_they_load_it()
    {
        CheckHarvester<ScalarHarvester>();
        CheckHarvester<Vector128Harvester>();
        CheckHarvester<Avx2Harvester>();
        CheckHarvester<Avx512Harvester>();
    }

    [Fact]
    public void Vector_harvesters_acquire_the_last_entry_of_a_block_before_they_load_it_and_mark_it_after()
    {
        CheckBlocks<Vector128Harvester>();
        CheckBlocks<Avx2Harvester>();
        CheckBlocks<Avx512Harvester>();
    }

    [Theory]
    [InlineData(RingDesign.FlaggedTagged)]
    [InlineData(RingDesign.FlaggedPagesTagged)]
    [InlineData(RingDesign.IndexedTagged)]
    [InlineData(RingDesign.VmTagged)]
    [InlineData(RingDesign.PackedTagged)]
    public void The_virtually_tagged_fence_points_call_the_host(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        (long read, long written) = (CountingDataCache.BeforeRead, CountingDataCache.AfterWrite);
        ring.Producer.Push(TestPages.At(0));
        Assert.True(CountingDataCache.AfterWrite > written);
        ring.Harvest();
        Assert.True(CountingDataCache.BeforeRead > read);
    }

    private static void Check(IDirtyRing ring)
    {
        RingMemory memory = ((RingHandle)ring.Producer).Memory();
        nint[] waits = [(nint)(&memory.Control->CollectorWaits), (nint)(&memory.Control->ProducerWaits)];
        bool manyProducers = ring is VmRing<ProbedFencePoints>;
        RecordingSink sink = new();
        DirtyPage[] pages = new DirtyPage[64];
        for (int lap = 0; lap < 3; lap++)
        {
            AssertFlushed(() => ring.Producer.Push(TestPages.At(lap)));
            AssertFlushed(() => ring.Producer.Push(TestPages.From(lap, 70)));
            AssertFlushed(() => ring.Collector.WaitForEntries(WaitStrategy.Block, default));
            AssertFlushed(() => ring.Collector.Harvest(pages.AsSpan(0, 3)));
            AssertFlushed(() => ring.Collector.Harvest(pages));
            AssertFlushed(() => ring.Resetter.Reset(ref sink, 7));
            AssertFlushed(() => ring.Resetter.Reset(ref sink));
            AssertFlushed(() => ring.Producer.WaitForSpace(WaitStrategy.Block, default));
        }

        void AssertFlushed(Action operation)
        {
            List<Access> log = Transcript.Record(operation).Where(access => !waits.Contains(access.Address)
                && !(manyProducers && access.Operation == "ReadOnce" && access.Address == (nint)memory.Words.Avail)).ToList();
            AssertOrdered(log);
        }
    }

    private static void CheckHarvester<THarvester>()
        where THarvester : IHarvester
    {
        Span<KvmDirtyGfn> gfns = stackalloc KvmDirtyGfn[19];
        Span<ulong> words = stackalloc ulong[19];
        Span<DirtyPage> pages = stackalloc DirtyPage[19];
        Span<ulong> frames = stackalloc ulong[19];
        gfns.Fill(new KvmDirtyGfn { Flags = EntryState.Dirty });
        words.Fill(EntryState.Dirty);
        fixed (KvmDirtyGfn* g = gfns)
        fixed (ulong* w = words)
        fixed (DirtyPage* p = pages)
        fixed (ulong* f = frames)
        {
            (nint gfn, nint word, nint page, nint frame) = ((nint)g, (nint)w, (nint)p, (nint)f);
            AssertOrdered(Transcript.Record(() => Assert.Equal(19, THarvester.Take<ProbedFencePoints, HarvestStep<KvmStates>>((KvmDirtyGfn*)gfn, 19, 0, (DirtyPage*)page))));
            AssertOrdered(Transcript.Record(() => Assert.Equal(19, THarvester.Take<ProbedFencePoints, HarvestStep<KvmStates>>((DirtyPageAddress*)word, 19, 0, (ulong*)frame))));
        }
    }

    private static void CheckBlocks<THarvester>()
        where THarvester : IHarvester
    {
        Span<KvmDirtyGfn> gfns = stackalloc KvmDirtyGfn[16];
        Span<DirtyPage> pages = stackalloc DirtyPage[16];
        gfns.Fill(new KvmDirtyGfn { Flags = EntryState.Dirty });
        fixed (KvmDirtyGfn* g = gfns)
        fixed (DirtyPage* p = pages)
        {
            (nint gfn, nint page) = ((nint)g, (nint)p);
            List<Access> log = Transcript.Record(() => THarvester.Take<ProbedFencePoints, HarvestStep<KvmStates>>((KvmDirtyGfn*)gfn, 16, 0, (DirtyPage*)page));
            Assert.Contains(log, access => access.Operation == "LoadWide");
            for (int i = 0; i < log.Count; i++)
            {
                Access load = log[i];
                if (load.Operation != "LoadWide")
                    continue;
                nint lastFlags = load.Address + load.Bytes - KvmDirtyGfn.Bytes;
                Assert.Contains(log.Take(i), access => access.Operation == "LoadAcquire" && access.Address >= lastFlags);
                Assert.DoesNotContain(log.Take(i), access => access.Operation == "StoreRelease" && Covers(load, access));
            }

            Assert.Equal(16, log.Count(access => access is { Operation: "StoreRelease", Bytes: sizeof(uint) })); // the states alone
        }
    }

    private static void AssertOrdered(List<Access> log)
    {
        for (int i = 0; i < log.Count; i++)
        {
            Access access = log[i];
            if (s_reads.Contains(access.Operation))
                AssertCovered("FlushBeforeRead", log.Take(i), access);
            if (s_writes.Contains(access.Operation))
                AssertCovered("FlushAfterWrite", log.Skip(i), access);
        }
    }

    private static void AssertCovered(string flush, IEnumerable<Access> log, Access access) =>
        Assert.True(log.Any(other => other.Operation == flush && Covers(other, access)), $"{access} without its {flush}.");

    private static bool Covers(Access range, Access part) =>
        part.Address >= range.Address && part.Address + part.Bytes <= range.Address + range.Bytes;
}
