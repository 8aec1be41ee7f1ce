using System;
using System.Threading;
using RingCore.Layouts;
using Consumer = RingCore.TypedConsumer<RingCore.CoherentFencePoints, RingCore.Layouts.DirtyPage, RingCore.NativeSlots<RingCore.Layouts.DirtyPage>>;

namespace RingCore.Litmus.Rings;

/// <summary>A typed ring whose items are pages.</summary>
internal abstract class TypedPages(Consumer consumer) : IPageRing
{
    public IDirtyResetter? Resetter => null;

    public abstract PushStatus Push(DirtyPage page);

    public abstract PushResult Push(ReadOnlySpan<DirtyPage> pages);

    /// <summary>Single pages one by one, which gives their space back in another way than a batch.</summary>
    public int Take(Span<DirtyPage> pages) => pages.Length > 1 ? consumer.Take(pages) : consumer.TryTake(out pages[0]) ? 1 : 0;

    public abstract WaitStatus WaitForSpace(WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation);

    public WaitStatus WaitForPages(WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation) =>
        consumer.WaitForItems(strategy, timeout, cancellation);

    public abstract void Dispose();
}
