using System;
using BenchmarkDotNet.Attributes;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Micro;

/// <summary>A whole lap through the public types on one thread: push, harvest into a span, reset.</summary>
[BenchmarkCategory("lap")]
public class LapBenchmarks : IDisposable
{
    private readonly DirtyPage[] _pages = RingUnderTest.SequentialPages();
    private readonly DirtyPage[] _harvested = new DirtyPage[RingUnderTest.BatchPages];
    private readonly FlaggedDirtyRing _flagged16 = new(RingUnderTest.Entries, reservedEntries: 0);
    private readonly FlaggedPageRing _flagged8 = new(RingUnderTest.Entries, RingUnderTest.Slots, reservedEntries: 0);
    private readonly IndexedDirtyRing _indexed = new(RingUnderTest.Entries, reservedEntries: 0);
    private readonly PackedDirtyRing _packed = new(RingUnderTest.Entries + 1, reservedEntries: 0);
    private readonly SpscRing<DirtyPage> _spsc = new(RingUnderTest.Entries);
    private readonly SpscRing<(ulong, ulong)> _spscPairs = new(RingUnderTest.Entries);
    private readonly ManagedSpscRing<object> _spscReferences = new(RingUnderTest.Entries);
    private readonly MpscRing<(ulong, ulong)> _mpsc = new(RingUnderTest.Entries);
    private readonly BroadcastRing<(ulong, ulong)> _broadcast = new(RingUnderTest.Entries);
    private readonly BroadcastRing<CoherentFencePoints, (ulong, ulong)>.ReaderHandle _reader;
    private readonly VmDirtyRing _vm = new(RingUnderTest.Entries, reservedEntries: 0);

    /// <summary>Adds the broadcast ring's reader.</summary>
    public LapBenchmarks() => _reader = _broadcast.AddReader();

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public long MpscItems()
    {
        long taken = 0;
        for (ulong i = 0; i < RingUnderTest.Entries; i++)
        {
            _mpsc.Producer.Push((i, i));
            taken += _mpsc.Consumer.TryTake(out _) ? 1 : 0;
        }

        return Check(taken);
    }

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public long BroadcastItems()
    {
        long taken = 0;
        for (ulong i = 0; i < RingUnderTest.Entries; i++)
        {
            _broadcast.Producer.Push((i, i));
            taken += _reader.TryRead(out _) == BroadcastStatus.Read ? 1 : 0;
        }

        return Check(taken);
    }

    /// <summary>A typed ring by batches, item by item, and with references.</summary>
    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public long SpscBatches()
    {
        long taken = 0;
        for (int i = 0; i < RingUnderTest.Entries; i += RingUnderTest.BatchPages)
        {
            _spsc.Producer.Push(_pages.AsSpan(i, RingUnderTest.BatchPages));
            taken += _spsc.Consumer.Take(_harvested);
        }

        return Check(taken);
    }

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public long SpscItems()
    {
        long taken = 0;
        for (ulong i = 0; i < RingUnderTest.Entries; i++)
        {
            _spscPairs.Producer.Push((i, i));
            taken += _spscPairs.Consumer.TryTake(out _) ? 1 : 0;
        }

        return Check(taken);
    }

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public long SpscReferences()
    {
        long taken = 0;
        for (int i = 0; i < RingUnderTest.Entries; i++)
        {
            _spscReferences.Producer.Push(this);
            taken += _spscReferences.Consumer.TryTake(out _) ? 1 : 0;
        }

        return Check(taken);
    }

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public long Flagged16()
    {
        for (int i = 0; i < RingUnderTest.Entries; i += RingUnderTest.BatchPages)
        {
            _flagged16.Producer.Push(_pages.AsSpan(i, RingUnderTest.BatchPages));
            _flagged16.Collector.Harvest(_harvested);
        }

        CountingSink sink = default;
        _flagged16.Resetter.Reset(ref sink);
        return Check(sink.Pages);
    }

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public long Flagged8()
    {
        for (int i = 0; i < RingUnderTest.Entries; i += RingUnderTest.BatchPages)
        {
            _flagged8.Producer.Push(_pages.AsSpan(i, RingUnderTest.BatchPages));
            _flagged8.Collector.Harvest(_harvested);
        }

        CountingSink sink = default;
        _flagged8.Resetter.Reset(ref sink);
        return Check(sink.Pages);
    }

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public long Indexed16()
    {
        for (int i = 0; i < RingUnderTest.Entries; i += RingUnderTest.BatchPages)
        {
            _indexed.Producer.Push(_pages.AsSpan(i, RingUnderTest.BatchPages));
            _indexed.Collector.Harvest(_harvested);
        }

        CountingSink sink = default;
        _indexed.Resetter.Reset(ref sink);
        return Check(sink.Pages);
    }

    /// <summary>Of a size that is no power of two: each lap begins one entry further.</summary>
    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public long Packed()
    {
        for (int i = 0; i < RingUnderTest.Entries; i += RingUnderTest.BatchPages)
        {
            _packed.Producer.Push(_pages.AsSpan(i, RingUnderTest.BatchPages));
            _packed.Collector.Harvest(_harvested);
        }

        CountingSink sink = default;
        _packed.Resetter.Reset(ref sink);
        return Check(sink.Pages);
    }

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public long Vm16()
    {
        for (int i = 0; i < RingUnderTest.Entries; i += RingUnderTest.BatchPages)
        {
            _vm.Producer.Push(_pages.AsSpan(i, RingUnderTest.BatchPages));
            _vm.Collector.Harvest(_harvested);
        }

        CountingSink sink = default;
        _vm.Resetter.Reset(ref sink);
        return Check(sink.Pages);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _flagged16.Dispose();
        _flagged8.Dispose();
        _indexed.Dispose();
        _packed.Dispose();
        _vm.Dispose();
        _spsc.Dispose();
        _spscPairs.Dispose();
        _spscReferences.Dispose();
        _mpsc.Dispose();
        _broadcast.Dispose();
        _reader.Dispose();
        GC.SuppressFinalize(this);
    }

    private static long Check(long pages) => pages == RingUnderTest.Entries
        ? pages
        : throw new InvalidOperationException($"A lap of {RingUnderTest.Entries} pages reset {pages}.");
}
