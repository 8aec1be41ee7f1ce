using System;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Transfer;

/// <summary>The packed ring.</summary>
internal readonly unsafe struct PackedFace(PackedDirtyRing ring) : IRingFace
{
    private readonly PackedRing<CoherentFencePoints>.ProducerHandle _producer = ring.Producer;
    private readonly PackedRing<CoherentFencePoints>.CollectorHandle _collector = ring.Collector;
    private readonly PackedRing<CoherentFencePoints>.ResetterHandle _resetter = ring.Resetter;

    public PushStatus Push(DirtyPage page) => _producer.Push(page);

    public void PushSingly(ulong first, long count)
    {
        PackedRing<CoherentFencePoints>.PushBurst burst = _producer.OpenBurst();
        for (ulong page = first; page < first + (ulong)count; page++)
        {
            while (burst.Push(new DirtyPage(0, page)) > PushStatus.PublishedSoftFull)
                Pause.Briefly();
        }

        burst.Dispose();
    }

    public int PushSingly(ReadOnlySpan<DirtyPage> pages)
    {
        PackedRing<CoherentFencePoints>.PushBurst burst = _producer.OpenBurst();
        int pushed;
        fixed (DirtyPage* first = pages) // as in C: one register less than by index, and the loop needs six
        {
            DirtyPage* page = first;
            for (DirtyPage* end = first + pages.Length; page != end && burst.Push(*page) <= PushStatus.PublishedSoftFull;)
                page++;
            pushed = (int)(page - first);
        }

        burst.Dispose();
        return pushed;
    }

    public ulong TakeSingly(int count)
    {
        PackedRing<CoherentFencePoints>.TakeBurst burst = _collector.OpenBurst();
        ulong sum = 0;
        for (int i = 0; i < count; i++)
        {
            DirtyPage page;
            while (!burst.TryTake(out page))
                Pause.Briefly();
            sum += page.Offset;
        }

        burst.Dispose();
        return sum;
    }

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
