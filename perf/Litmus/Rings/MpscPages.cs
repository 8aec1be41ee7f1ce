using System;
using System.Threading;
using RingCore.Layouts;

namespace RingCore.Litmus.Rings;

/// <summary>The typed ring of many producers.</summary>
internal sealed class MpscPages(MpscRing<CoherentFencePoints, DirtyPage, NativeSlots<DirtyPage>> ring) : TypedPages(ring.Consumer)
{
    public override PushStatus Push(DirtyPage page) => ring.Producer.Push(page);

    public override PushResult Push(ReadOnlySpan<DirtyPage> pages) => ring.Producer.Push(pages);

    public override WaitStatus WaitForSpace(WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation) =>
        ring.Producer.WaitForSpace(strategy, timeout, cancellation);

    public override void Dispose() => ring.Dispose();
}
