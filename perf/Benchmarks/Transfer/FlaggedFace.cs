using System;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Transfer;

/// <summary>The flagged rings.</summary>
internal readonly struct FlaggedFace<TFence, TEntry, TItem>(FlaggedRing<TFence, TEntry, TItem> ring) : IRingFace
    where TFence : IFencePoints
    where TEntry : struct, IFlaggedEntry<TItem>
    where TItem : unmanaged
{
    private readonly FlaggedRing<TFence, TEntry, TItem>.ProducerHandle _producer = ring.Producer;
    private readonly FlaggedRing<TFence, TEntry, TItem>.CollectorHandle _collector = ring.Collector;
    private readonly FlaggedRing<TFence, TEntry, TItem>.ResetterHandle _resetter = ring.Resetter;

    public PushStatus Push(DirtyPage page) => _producer.Push(page);

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
