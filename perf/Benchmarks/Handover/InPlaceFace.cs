using System;
using System.Threading;
using RingCore.Benchmarks.Transfer;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Handover;

/// <summary>
/// The indexed ring, harvested in place, by a collector that may write one word into every line that it has finished with, before it commits.
/// </summary>
/// <remarks>The word is the flags of the line's last entry, which neither the collector nor the resetter of an indexed ring looks at.</remarks>
internal readonly struct InPlaceFace(IndexedDirtyRing ring, bool marks) : IRingFace
{
    private const nuint LineBytes = 64;

    private readonly IndexedRing<CoherentFencePoints>.ProducerHandle _producer = ring.Producer;
    private readonly IndexedRing<CoherentFencePoints>.CollectorHandle _collector = ring.Collector;
    private readonly IndexedRing<CoherentFencePoints>.ResetterHandle _resetter = ring.Resetter;
    private readonly bool _marks = marks;

    public PushStatus Push(DirtyPage page) => _producer.Push(page);

    public void PushSingly(ulong first, long count)
    {
        for (ulong page = first; page < first + (ulong)count; page++)
        {
            while (_producer.Push(new DirtyPage(0, page)) > PushStatus.PublishedSoftFull)
                Pause.Briefly();
        }
    }

    public int PushSingly(ReadOnlySpan<DirtyPage> pages)
    {
        int pushed = 0;
        while (pushed < pages.Length && _producer.Push(pages[pushed]) <= PushStatus.PublishedSoftFull)
            pushed++;
        return pushed;
    }

    public ulong TakeSingly(int count)
    {
        ulong sum = 0;
        for (int i = 0; i < count; i++)
        {
            DirtyPage page;
            while (!TryTake(out page))
                Pause.Briefly();
            sum += page.Offset;
        }

        return sum;
    }

    public PushResult Push(ReadOnlySpan<DirtyPage> pages) => _producer.Push(pages);

    public HarvestResult Harvest(Span<DirtyPage> pages)
    {
        InPlaceHarvest<DirtyPage> shown = _collector.HarvestInPlace(pages.Length);
        shown.First.CopyTo(pages);
        shown.Second.CopyTo(pages[shown.First.Length..]);
        if (_marks)
        {
            Mark(shown.First);
            Mark(shown.Second);
        }

        HarvestTicket ticket = shown.Commit(shown.Entries);
        return new HarvestResult(shown.Entries == 0 ? HarvestStatus.Empty : HarvestStatus.Harvested, shown.Entries, 0, ticket);
    }

    public bool TryTake(out DirtyPage page)
    {
        page = default;
        return Harvest(new Span<DirtyPage>(ref page)).Entries == 1;
    }

    /// <summary>Nothing: every harvest is committed.</summary>
    public void Commit()
    {
    }

    public ResetResult Reset(ref CountingSink sink) => _resetter.Reset(ref sink);

    public void Dispose()
    {
        _producer.Dispose();
        _collector.Dispose();
        _resetter.Dispose();
    }

    /// <summary>A line that a harvest ends within is marked with the harvest that finishes it, by its last entry.</summary>
    private static unsafe void Mark(ReadOnlySpan<DirtyPage> entries)
    {
        fixed (DirtyPage* start = entries)
        {
            nuint end = (nuint)(start + entries.Length);
            for (nuint line = (nuint)start & ~(LineBytes - 1); line + LineBytes <= end; line += LineBytes)
                Volatile.Write(ref *(uint*)(line + LineBytes - KvmDirtyGfn.Bytes), 1);
        }
    }
}
