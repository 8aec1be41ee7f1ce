using System;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Transfer;

/// <summary>A ring by its concrete handles. Implemented by structures, so that the loops over it are compiled for each ring and call nothing virtual.</summary>
internal interface IRingFace : IDisposable
{
    /// <summary>As the producer's.</summary>
    PushStatus Push(DirtyPage page);

    /// <summary>Pushes page after page of slot 0, each by a push of its own, and waits while the ring is full. In a burst, where the ring has bursts.</summary>
    /// <param name="first">The first page.</param>
    /// <param name="count">How many.</param>
    void PushSingly(ulong first, long count);

    /// <summary>Pushes page after page, as <see cref="PushSingly(ulong,long)"/>, until one is refused.</summary>
    /// <returns>Pages pushed.</returns>
    int PushSingly(ReadOnlySpan<DirtyPage> pages);

    /// <summary>Takes page after page, each by a take of its own, and waits while the ring is empty; then commits. In a burst, where the ring has bursts.</summary>
    /// <param name="count">How many.</param>
    /// <returns>The sum of their numbers.</returns>
    ulong TakeSingly(int count);

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
