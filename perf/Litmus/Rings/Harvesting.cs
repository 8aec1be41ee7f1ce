using System;
using System.Threading;
using RingCore.Layouts;

namespace RingCore.Litmus.Rings;

/// <summary>The collector: harvests into a span of a length that changes, so that blocks and single entries are both taken.</summary>
internal sealed class Harvesting(IPageRing ring, ArrivalCheck arrivals) : IRole
{
    private const int MaxPages = 61;

    private readonly DirtyPage[] _pages = new DirtyPage[MaxPages];
    private int _turn;

    /// <inheritdoc/>
    public bool IsDone => arrivals.IsComplete;

    /// <inheritdoc/>
    public bool Step()
    {
        _turn = (_turn + 17) % MaxPages;
        int harvested = ring.Take(_pages.AsSpan(0, 1 + _turn));
        foreach (DirtyPage page in _pages.AsSpan(0, harvested))
            arrivals.Take(page);
        return harvested > 0;
    }

    /// <inheritdoc/>
    public WaitStatus Wait(WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation) =>
        ring.WaitForPages(strategy, timeout, cancellation);
}
