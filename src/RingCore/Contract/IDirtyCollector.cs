using System;
using System.Threading;
using RingCore.Layouts;

namespace RingCore;

/// <summary>The side of a ring that harvests what was published. One thread at a time.</summary>
/// <remarks>Harvesting frees nothing and grants no right to read the pages: resetting does both.</remarks>
public interface IDirtyCollector : IDisposable
{
    /// <summary>
    /// Takes the next page. Its entry is handed over to the resetter with the others of its cache line once the last of them is taken, so
    /// that the line changes hands once; <see cref="Commit"/> hands over what is left. Every harvest does so first.
    /// </summary>
    /// <param name="page">The page; default where there is none.</param>
    /// <returns>False where no entry is published, or the handle has been disposed.</returns>
    bool TryTake(out DirtyPage page);

    /// <summary>Harvests what has been taken: up to a cache line of entries may still stand before the resetter until then.</summary>
    /// <returns>The ticket of everything harvested so far; one that grants nothing where the handle has been disposed.</returns>
    HarvestTicket Commit();

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
