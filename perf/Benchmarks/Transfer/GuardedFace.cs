using System;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Transfer;

/// <summary>The guarded ring.</summary>
internal readonly struct GuardedFace(GuardedDirtyRing ring) : IRingFace
{
    private readonly GuardedRing<CoherentFencePoints>.ProducerHandle _producer = ring.Producer;
    private readonly FlaggedRing<CoherentFencePoints, GfnEntry<KvmStates>, DirtyPage>.CollectorHandle _collector = ring.Collector;
    private readonly GuardedRing<CoherentFencePoints>.ResetterHandle _resetter = ring.Resetter;

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
