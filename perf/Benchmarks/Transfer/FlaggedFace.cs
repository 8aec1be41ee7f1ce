using System;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Transfer;

/// <summary>The flagged rings.</summary>
internal readonly struct FlaggedFace<TEntry, TItem>(FlaggedRing<CoherentFencePoints, TEntry, TItem> ring) : IRingFace
    where TEntry : struct, IFlaggedEntry<TItem>
    where TItem : unmanaged
{
    private readonly FlaggedRing<CoherentFencePoints, TEntry, TItem>.ProducerHandle _producer = ring.Producer;
    private readonly FlaggedRing<CoherentFencePoints, TEntry, TItem>.CollectorHandle _collector = ring.Collector;
    private readonly FlaggedRing<CoherentFencePoints, TEntry, TItem>.ResetterHandle _resetter = ring.Resetter;

    public PushStatus Push(DirtyPage page) => _producer.Push(page);

    public PushResult Push(ReadOnlySpan<DirtyPage> pages) => _producer.Push(pages);

    public HarvestResult Harvest(Span<DirtyPage> pages) => _collector.Harvest(pages);

    public bool TryTake(out DirtyPage page)
    {
        page = default;
        return _collector.Harvest(new Span<DirtyPage>(ref page)).Entries == 1;
    }

    public ResetResult Reset(ref CountingSink sink) => _resetter.Reset(ref sink);

    public void Dispose()
    {
        _producer.Dispose();
        _collector.Dispose();
        _resetter.Dispose();
    }
}
