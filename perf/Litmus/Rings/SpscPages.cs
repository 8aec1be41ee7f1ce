using System;
using System.Threading;
using RingCore.Layouts;

namespace RingCore.Litmus.Rings;

/// <summary>The typed ring of one producer.</summary>
internal sealed class SpscPages(SpscRing<CoherentFencePoints, DirtyPage, NativeSlots<DirtyPage>> ring) : TypedPages(ring.Consumer)
{
    public override PushStatus Push(DirtyPage page) => ring.Producer.Push(page);

    public override PushResult Push(ReadOnlySpan<DirtyPage> pages) => ring.Producer.Push(pages);

    public override WaitStatus WaitForSpace(WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation) =>
        ring.Producer.WaitForSpace(strategy, timeout, cancellation);

    public override void Dispose() => ring.Dispose();
}
