using System;
using BenchmarkDotNet.Attributes;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Micro;

/// <summary>
/// Harvest and mark by each strategy, 16-byte entries, warm. An operation publishes a lap by one store per entry and harvests it; what the
/// stores alone cost is the baseline row, to be subtracted.
/// </summary>
[BenchmarkCategory("harvest")]
public unsafe class HarvestBenchmarks : IDisposable
{
    private readonly RingMemory _memory = new(RingUnderTest.Geometry(KvmDirtyGfn.Bytes));
    private readonly DirtyPage[] _pages = new DirtyPage[RingUnderTest.Entries];
    private readonly DirtyBitmap _bitmap = new(new SlotTable(new MemorySlot(0, 0, 1 << 20)));
    private readonly FlaggedRing<CoherentFencePoints, GfnEntry<KvmStates>, DirtyPage>.CollectorHandle _collector;

    public HarvestBenchmarks()
    {
        KvmDirtyGfn* entries = (KvmDirtyGfn*)_memory.Entries;
        for (int i = 0; i < RingUnderTest.Entries; i++)
            _ = GfnEntry<KvmStates>.TryPublish<CoherentFencePoints>((byte*)(entries + i), new DirtyPage(0, (ulong)i), 0, null);
        _collector = new(_memory, null, ordered: true);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = RingUnderTest.Entries)]
    public void Publish_only()
    {
        KvmDirtyGfn* entries = (KvmDirtyGfn*)_memory.Entries;
        for (int i = 0; i < RingUnderTest.Entries; i++)
            CoherentFencePoints.StoreRelease(&entries[i].Flags, EntryState.Dirty);
    }

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public void Scalar() => Lap<ScalarHarvester>(HarvesterKind.Scalar);

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public void Vector128() => Lap<Vector128Harvester>(HarvesterKind.Vector128);

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public void Avx2() => Lap<Avx2Harvester>(HarvesterKind.Avx2);

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public void Avx512() => Lap<Avx512Harvester>(HarvesterKind.Avx512);

    /// <summary>Through the public handle, into a span of 4096 pages.</summary>
    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public void Collector_to_span()
    {
        Publish_only();
        Check(_collector.Harvest(_pages).Entries);
    }

    /// <summary>Through the public handle, into a bitmap.</summary>
    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public void Collector_to_bitmap()
    {
        Publish_only();
        Check(_collector.Harvest(_bitmap, RingUnderTest.Entries).Entries);
    }

    /// <summary>Through the public handle, in place: every entry is read where it stands.</summary>
    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public ulong Collector_in_place()
    {
        Publish_only();
        InPlaceHarvest<DirtyPage> shown = _collector.HarvestInPlace();
        Check(shown.Entries);
        ulong sum = 0;
        foreach (DirtyPage page in shown.First)
            sum += page.Offset;
        foreach (DirtyPage page in shown.Second)
            sum += page.Offset;
        shown.Commit(shown.Entries);
        return sum;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _collector.Dispose();
        GC.SuppressFinalize(this);
    }

    private static void Check(int entries)
    {
        if (entries != RingUnderTest.Entries)
            throw new InvalidOperationException($"A lap of {RingUnderTest.Entries} entries gave {entries}.");
    }

    private void Lap<THarvester>(HarvesterKind kind)
        where THarvester : IHarvester
    {
        if (!Harvester.IsSupported(kind))
            throw new PlatformNotSupportedException($"This processor does not have {kind}.");
        Publish_only();
        fixed (DirtyPage* pages = _pages)
            Check(THarvester.Take<CoherentFencePoints, HarvestStep<KvmStates>>((KvmDirtyGfn*)_memory.Entries, RingUnderTest.Entries, 0, pages));
    }
}
