using System;
using System.Threading;
using RingCore.Layouts;

namespace RingCore.Litmus.Rings;

/// <summary>A dirty ring.</summary>
internal sealed class DirtyPages(IDirtyRing ring) : IPageRing
{
    public IDirtyResetter Resetter => ring.Resetter;

    public PushStatus Push(DirtyPage page) => ring.Producer.Push(page);

    public PushResult Push(ReadOnlySpan<DirtyPage> pages) => ring.Producer.Push(pages);

    public int Take(Span<DirtyPage> pages) => ring.Collector.Harvest(pages).Pages;

    public WaitStatus WaitForSpace(WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation) =>
        ring.Producer.WaitForSpace(strategy, timeout, cancellation);

    public WaitStatus WaitForPages(WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation) =>
        ring.Collector.WaitForEntries(strategy, timeout, cancellation);

    public void Dispose() => ring.Dispose();
}
