using System;
using RingCore.Layouts;

namespace RingCore.Hostile.Oracle;

/// <summary>The producer's side of a ring as two handles.</summary>
internal sealed class AttackedHandles<TFence, TProducer, TResetter>(TProducer producer, TResetter resetter, int entries) : AttackedRing
    where TFence : IFencePoints
    where TProducer : RingProducer<TFence>, IDirtyProducer
    where TResetter : RingResetter<TFence>, IDirtyResetter
{
    internal override int Entries => entries;

    internal override PeerViolations PeerViolations => resetter.PeerViolations;

    internal override PushResult Push(ReadOnlySpan<DirtyPage> pages) => producer.Push(pages);

    internal override PushStatus Push(DirtyPage page) => producer.Push(page);

    internal override ResetResult Reset(ref PageOracle sink, int maxEntries) => resetter.Reset(ref sink, maxEntries);

    public override void Dispose()
    {
        producer.Dispose();
        resetter.Dispose();
    }
}
