using System;
using BenchmarkDotNet.Attributes;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Micro;

/// <summary>
/// Push alone, uncontended: one lap per operation. Nobody harvests; the benchmark moves the reset index by itself, one store a lap.
/// </summary>
[BenchmarkCategory("push")]
public unsafe class PushBenchmarks : IDisposable
{
    private readonly DirtyPage[] _pages = RingUnderTest.SequentialPages();
    private readonly RingMemory _flagged16Memory = new(RingUnderTest.Geometry(KvmDirtyGfn.Bytes));
    private readonly RingMemory _flagged8Memory = new(RingUnderTest.Geometry(DirtyPageAddress.Bytes));
    private readonly RingMemory _indexedMemory = new(RingUnderTest.Geometry(KvmDirtyGfn.Bytes));
    private readonly RingMemory _packedMemory = new(RingGeometry.Packed(RingUnderTest.Entries, reservedEntries: 0));
    private readonly RingMemory _vmMemory = new(RingUnderTest.Geometry(KvmDirtyGfn.Bytes));
    private readonly FlaggedRing<CoherentFencePoints, GfnEntry<KvmStates>, DirtyPage>.ProducerHandle _flagged16;
    private readonly FlaggedRing<CoherentFencePoints, PageAddressEntry<KvmStates>, DirtyPageAddress>.ProducerHandle _flagged8;
    private readonly IndexedRing<CoherentFencePoints>.ProducerHandle _indexed;
    private readonly PackedRing<CoherentFencePoints>.ProducerHandle _packed;
    private readonly VmRing<CoherentFencePoints>.SharedProducer _vm;

    public PushBenchmarks()
    {
        _flagged16 = new(_flagged16Memory, null);
        _flagged8 = new(_flagged8Memory, RingUnderTest.Slots);
        _indexed = new(_indexedMemory);
        _packed = new(_packedMemory);
        _vm = new(_vmMemory);
    }

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public void Flagged16_single()
    {
        FlaggedRing<CoherentFencePoints, GfnEntry<KvmStates>, DirtyPage>.ProducerHandle producer = _flagged16;
        foreach (DirtyPage page in _pages)
            Check(producer.Push(page));
        Free(_flagged16Memory);
    }

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public void Flagged16_batch()
    {
        for (int i = 0; i < RingUnderTest.Entries; i += RingUnderTest.BatchPages)
            Check(_flagged16.Push(_pages.AsSpan(i, RingUnderTest.BatchPages)).Status);
        Free(_flagged16Memory);
    }

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public void Flagged8_single()
    {
        FlaggedRing<CoherentFencePoints, PageAddressEntry<KvmStates>, DirtyPageAddress>.ProducerHandle producer = _flagged8;
        foreach (DirtyPage page in _pages)
            Check(producer.Push(page));
        Free(_flagged8Memory);
    }

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public void Flagged8_batch()
    {
        for (int i = 0; i < RingUnderTest.Entries; i += RingUnderTest.BatchPages)
            Check(_flagged8.Push(_pages.AsSpan(i, RingUnderTest.BatchPages)).Status);
        Free(_flagged8Memory);
    }

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public void Indexed16_single()
    {
        IndexedRing<CoherentFencePoints>.ProducerHandle producer = _indexed;
        foreach (DirtyPage page in _pages)
            Check(producer.Push(page));
        Free(_indexedMemory);
    }

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public void Indexed16_batch()
    {
        for (int i = 0; i < RingUnderTest.Entries; i += RingUnderTest.BatchPages)
            Check(_indexed.Push(_pages.AsSpan(i, RingUnderTest.BatchPages)).Status);
        Free(_indexedMemory);
    }

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public void Packed_single()
    {
        PackedRing<CoherentFencePoints>.ProducerHandle producer = _packed;
        foreach (DirtyPage page in _pages)
            Check(producer.Push(page));
        Free(_packedMemory);
    }

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public void Packed_batch()
    {
        for (int i = 0; i < RingUnderTest.Entries; i += RingUnderTest.BatchPages)
            Check(_packed.Push(_pages.AsSpan(i, RingUnderTest.BatchPages)).Status);
        Free(_packedMemory);
    }

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public void Vm16_single()
    {
        VmRing<CoherentFencePoints>.SharedProducer producer = _vm;
        foreach (DirtyPage page in _pages)
            Check(producer.Push(page));
        Free(_vmMemory);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _flagged16.Dispose();
        _flagged8.Dispose();
        _indexed.Dispose();
        _packed.Dispose();
        _vm.Dispose();
        GC.SuppressFinalize(this);
    }

    private static void Free(RingMemory memory) =>
        CoherentFencePoints.StoreRelease(&memory.Control->Reset, CoherentFencePoints.ReadOnce(&memory.Control->Reset) + RingUnderTest.Entries);

    private static void Check(PushStatus status)
    {
        if (status > PushStatus.PublishedSoftFull)
            throw new InvalidOperationException($"A push that must succeed was answered with {status}.");
    }
}
