using System;
using BenchmarkDotNet.Attributes;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Micro;

/// <summary>As <see cref="HarvestBenchmarks"/>, 8-byte entries.</summary>
[BenchmarkCategory("harvest")]
public unsafe class HarvestAddressBenchmarks : IDisposable
{
    private readonly RingMemory _memory = new(RingUnderTest.Geometry(DirtyPageAddress.Bytes));
    private readonly ulong[] _frames = new ulong[RingUnderTest.Entries];
    private readonly DirtyPage[] _pages = new DirtyPage[RingUnderTest.Entries];
    private readonly FlaggedRing<CoherentFencePoints, PageAddressEntry<KvmStates>, DirtyPageAddress>.CollectorHandle _collector;

    public HarvestAddressBenchmarks() => _collector = new(_memory, RingUnderTest.Slots, ordered: true);

    [Benchmark(Baseline = true, OperationsPerInvoke = RingUnderTest.Entries)]
    public void Publish_only()
    {
        ulong* words = (ulong*)_memory.Entries;
        for (int i = 0; i < RingUnderTest.Entries; i++)
            CoherentFencePoints.StoreRelease(words + i, (ulong)(uint)i << DirtyPageAddress.FrameShift | EntryState.Dirty);
    }

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public void Scalar() => Lap<ScalarHarvester>(HarvesterKind.Scalar);

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public void Vector128() => Lap<Vector128Harvester>(HarvesterKind.Vector128);

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public void Avx2() => Lap<Avx2Harvester>(HarvesterKind.Avx2);

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public void Avx512() => Lap<Avx512Harvester>(HarvesterKind.Avx512);

    /// <summary>Through the public handle, into a span of 4096 pages; the slot of each is looked up.</summary>
    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public void Collector_to_span()
    {
        Publish_only();
        Check(_collector.Harvest(_pages).Entries);
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
        fixed (ulong* frames = _frames)
            Check(THarvester.Take<CoherentFencePoints, HarvestStep<KvmStates>>((DirtyPageAddress*)_memory.Entries, RingUnderTest.Entries, 0, frames));
    }
}
