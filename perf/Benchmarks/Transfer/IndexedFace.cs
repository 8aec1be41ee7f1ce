using System;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Transfer;

/// <summary>The indexed ring.</summary>
internal readonly struct IndexedFace(IndexedDirtyRing ring) : IRingFace
{
    private readonly IndexedRing<CoherentFencePoints>.ProducerHandle _producer = ring.Producer;
    private readonly IndexedRing<CoherentFencePoints>.CollectorHandle _collector = ring.Collector;
    private readonly IndexedRing<CoherentFencePoints>.ResetterHandle _resetter = ring.Resetter;

    public PushStatus Push(DirtyPage page) => _producer.Push(page);

    public void PushSingly(ulong first, long count) => OneByOne.Push(this, first, count);

    public int PushSingly(ReadOnlySpan<DirtyPage> pages) => OneByOne.Push(this, pages);

    public ulong TakeSingly(int count) => OneByOne.Take(this, count);

    public PushResult Push(ReadOnlySpan<DirtyPage> pages) => _producer.Push(pages);

    public HarvestResult Harvest(Span<DirtyPage> pages) => _collector.Harvest(pages);

    public bool TryTake(out DirtyPage page) => _collector.TryTake(out page);

    public void Commit() => _collector.Commit();

    public ResetResult Reset(ref CountingSink sink) => _resetter.Reset(ref sink);

    public void Dispose()
    {
        _producer.Dispose();
        _collector.Dispose();
        _resetter.Dispose();
    }
}
