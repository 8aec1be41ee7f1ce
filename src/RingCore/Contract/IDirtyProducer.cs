using System;
using System.Threading;
using RingCore.Layouts;

namespace RingCore;

/// <summary>The side of a ring that publishes which pages were written. One thread at a time, unless the ring says otherwise.</summary>
public interface IDirtyProducer : IDisposable
{
    /// <summary>Publishes a page. Never blocks, never overwrites.</summary>
    PushStatus Push(DirtyPage page);

    /// <summary>Publishes pages in order, as many as fit. Never blocks, never overwrites.</summary>
    PushResult Push(ReadOnlySpan<DirtyPage> pages);

    /// <summary>Waits until the ring is below its soft limit.</summary>
    /// <param name="strategy">How to wait.</param>
    /// <param name="timeout">0 to <see cref="int.MaxValue"/> milliseconds, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellation">Ends the wait early.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is outside its range.</exception>
    WaitStatus WaitForSpace(WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation = default);
}
