using System;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Transfer;

/// <summary>A ring that has bursts, used without them.</summary>
internal readonly struct ByHandle<TFace>(TFace ring) : IRingFace
    where TFace : struct, IRingFace
{
    private readonly TFace _ring = ring;

    public PushStatus Push(DirtyPage page) => _ring.Push(page);

    public void PushSingly(ulong first, long count) => OneByOne.Push(_ring, first, count);

    public int PushSingly(ReadOnlySpan<DirtyPage> pages) => OneByOne.Push(_ring, pages);

    public ulong TakeSingly(int count) => OneByOne.Take(_ring, count);

    public PushResult Push(ReadOnlySpan<DirtyPage> pages) => _ring.Push(pages);

    public HarvestResult Harvest(Span<DirtyPage> pages) => _ring.Harvest(pages);

    public bool TryTake(out DirtyPage page) => _ring.TryTake(out page);

    public void Commit() => _ring.Commit();

    public ResetResult Reset(ref CountingSink sink) => _ring.Reset(ref sink);

    public void Dispose() => _ring.Dispose();
}
