using System;
using System.Threading;
using RingCore.Layouts;

namespace RingCore;

/// <summary>The side of a ring that harvests what was published. One thread at a time.</summary>
/// <remarks>Harvesting frees nothing and grants no right to read the pages: resetting does both.</remarks>
public interface IDirtyCollector : IDisposable
{
    /// <summary>Harvests into a span, in order of publication.</summary>
    /// <param name="pages">Receives the pages; its length is the limit. What stands there beyond the result's pages is unspecified.</param>
    HarvestResult Harvest(Span<DirtyPage> pages);

    /// <summary>Harvests into a bitmap.</summary>
    /// <param name="bitmap">Receives a bit per page. Pages that it does not have are counted in the result.</param>
    /// <param name="maxEntries">Most entries to harvest, 0 or more.</param>
    HarvestResult Harvest(DirtyBitmap bitmap, int maxEntries = int.MaxValue);

    /// <summary>Waits until an entry is published.</summary>
    /// <param name="strategy">How to wait.</param>
    /// <param name="timeout">0 to <see cref="int.MaxValue"/> milliseconds, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellation">Ends the wait early.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is outside its range.</exception>
    WaitStatus WaitForEntries(WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation = default);
}
