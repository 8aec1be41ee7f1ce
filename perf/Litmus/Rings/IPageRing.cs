using System;
using System.Threading;
using RingCore.Layouts;

namespace RingCore.Litmus.Rings;

/// <summary>A ring that pages go through.</summary>
internal interface IPageRing : IDisposable
{
    /// <summary>Null where a page that is taken is out of the ring.</summary>
    IDirtyResetter? Resetter { get; }

    /// <summary>Pushes one.</summary>
    PushStatus Push(DirtyPage page);

    /// <summary>Pushes several.</summary>
    PushResult Push(ReadOnlySpan<DirtyPage> pages);

    /// <summary>Takes what there is.</summary>
    /// <returns>How many.</returns>
    int Take(Span<DirtyPage> pages);

    /// <summary>The producer's wait.</summary>
    WaitStatus WaitForSpace(WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation);

    /// <summary>The wait of whoever takes.</summary>
    WaitStatus WaitForPages(WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation);
}
