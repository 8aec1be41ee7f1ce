using System;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Transfer;

/// <summary>A ring by its concrete handles. Implemented by structures, so that the loops over it are compiled for each ring and call nothing virtual.</summary>
internal interface IRingFace : IDisposable
{
    /// <summary>As the producer's.</summary>
    PushStatus Push(DirtyPage page);

    /// <inheritdoc cref="Push(DirtyPage)"/>
    PushResult Push(ReadOnlySpan<DirtyPage> pages);

    /// <summary>As the collector's.</summary>
    HarvestResult Harvest(Span<DirtyPage> pages);

    /// <summary>One page, as the collector's.</summary>
    bool TryTake(out DirtyPage page);

    /// <summary>As the collector's.</summary>
    void Commit();

    /// <summary>As the resetter's.</summary>
    ResetResult Reset(ref CountingSink sink);
}
