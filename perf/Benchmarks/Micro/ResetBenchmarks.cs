using System;
using BenchmarkDotNet.Attributes;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Micro;

/// <summary>
/// Reset of a harvested ring, one lap per operation, into a sink that counts. The flagged rings' entries must be marked harvested again,
/// by one store each: that is the baseline row, to be subtracted.
/// </summary>
[BenchmarkCategory("reset")]
public unsafe class ResetBenchmarks : IDisposable
{
    private readonly FlaggedLap<GfnEntry<KvmStates>, DirtyPage> _sequential16 = new(RingUnderTest.SequentialPages(), null);
    private readonly FlaggedLap<GfnEntry<KvmStates>, DirtyPage> _random16 = new(RingUnderTest.RandomPages(), null);
    private readonly FlaggedLap<GfnEntry<KvmStates>, DirtyPage> _checked16 = new(RingUnderTest.SequentialPages(), RingUnderTest.Slots);
    private readonly FlaggedLap<PageAddressEntry<KvmStates>, DirtyPageAddress> _sequential8 = new(RingUnderTest.SequentialPages(), RingUnderTest.Slots);
    private readonly FlaggedLap<PageAddressEntry<KvmStates>, DirtyPageAddress> _random8 = new(RingUnderTest.RandomPages(), RingUnderTest.Slots);
    private readonly IndexedLap _indexedSequential = new(RingUnderTest.SequentialPages());
    private readonly IndexedLap _indexedRandom = new(RingUnderTest.RandomPages());

    [Benchmark(Baseline = true, OperationsPerInvoke = RingUnderTest.Entries)]
    public void Mark_only() => _sequential16.MarkHarvested();

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public long Flagged16_sequential() => _sequential16.Run();

    /// <summary>With a slot table, so that every page is checked.</summary>
    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public long Flagged16_sequential_checked() => _checked16.Run();

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public long Flagged16_random() => _random16.Run();

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public long Flagged8_sequential() => _sequential8.Run();

    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public long Flagged8_random() => _random8.Run();

    /// <summary>Nothing to mark: subtract nothing.</summary>
    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public long Indexed16_sequential() => _indexedSequential.Run();

    /// <summary>Nothing to mark: subtract nothing.</summary>
    [Benchmark(OperationsPerInvoke = RingUnderTest.Entries)]
    public long Indexed16_random() => _indexedRandom.Run();

    [GlobalCleanup]
    public void Dispose()
    {
        _sequential16.Dispose();
        _random16.Dispose();
        _checked16.Dispose();
        _sequential8.Dispose();
        _random8.Dispose();
        _indexedSequential.Dispose();
        _indexedRandom.Dispose();
        GC.SuppressFinalize(this);
    }

    private static long Check(long pages) => pages == RingUnderTest.Entries
        ? pages
        : throw new InvalidOperationException($"A lap of {RingUnderTest.Entries} distinct pages reset {pages}.");

    private sealed class FlaggedLap<TEntry, TItem> : IDisposable
        where TEntry : struct, IFlaggedEntry<TItem>
        where TItem : unmanaged
    {
        private readonly RingMemory _memory = new(RingUnderTest.Geometry(TEntry.Bytes));
        private readonly ulong[] _harvested = new ulong[RingUnderTest.Entries];
        private readonly FlaggedRing<CoherentFencePoints, TEntry, TItem>.ResetterHandle _resetter;

        internal FlaggedLap(DirtyPage[] pages, SlotTable? slots)
        {
            for (int i = 0; i < pages.Length; i++)
            {
                byte* entry = _memory.Entries + (i * TEntry.Bytes);
                _ = TEntry.TryPublish<CoherentFencePoints>(entry, pages[i], 0, slots);
                TEntry.SetHarvested<CoherentFencePoints>(entry, 1, 0);
                _harvested[i] = *(ulong*)entry;
            }

            _resetter = new(_memory, slots);
        }

        internal void MarkHarvested()
        {
            byte* entries = _memory.Entries;
            for (int i = 0; i < RingUnderTest.Entries; i++)
                CoherentFencePoints.StoreRelease((ulong*)(entries + (i * TEntry.Bytes)), _harvested[i]);
        }

        internal long Run()
        {
            MarkHarvested();
            CountingSink sink = default;
            _resetter.Reset(ref sink);
            return Check(sink.Pages);
        }

        public void Dispose() => _resetter.Dispose();
    }

    private sealed class IndexedLap : IDisposable
    {
        private readonly RingMemory _memory = new(RingUnderTest.Geometry(KvmDirtyGfn.Bytes));
        private readonly IndexedRing<CoherentFencePoints>.ResetterHandle _resetter;

        internal IndexedLap(DirtyPage[] pages)
        {
            for (int i = 0; i < pages.Length; i++)
                _ = GfnEntry<KvmStates>.TryPublish<CoherentFencePoints>(_memory.Entries + (i * KvmDirtyGfn.Bytes), pages[i], 0, null);
            _resetter = new(_memory, null);
        }

        internal long Run()
        {
            uint end = CoherentFencePoints.ReadOnce(_memory.Words.Avail) + RingUnderTest.Entries;
            CoherentFencePoints.StoreRelease(_memory.Words.Avail, end);
            CoherentFencePoints.StoreRelease(_memory.Words.Fetch, end);
            CountingSink sink = default;
            _resetter.Reset(ref sink);
            return Check(sink.Pages);
        }

        public void Dispose() => _resetter.Dispose();
    }
}
