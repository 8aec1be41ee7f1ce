using System;
using System.Diagnostics.CodeAnalysis;

namespace RingCore.Benchmarks.Transfer;

/// <summary>The ring of many producers whose items are references.</summary>
internal readonly struct ManagedMpscFace(ManagedMpscRing<NumberedObject> ring) : IReferenceBatchFace
{
    private readonly MpscRing<CoherentFencePoints, NumberedObject, ManagedSlots<NumberedObject>>.ProducerHandle _producer = ring.Producer;
    private readonly MpscRing<CoherentFencePoints, NumberedObject, ManagedSlots<NumberedObject>>.ConsumerHandle _consumer = ring.Consumer;

    public bool TryPush(NumberedObject item) => _producer.Push(item) <= PushStatus.PublishedSoftFull;

    public int Push(ReadOnlySpan<NumberedObject> items) => _producer.Push(items).Pushed;

    public bool TryTake([MaybeNullWhen(false)] out NumberedObject item) => _consumer.TryTake(out item);

    public int Take(Span<NumberedObject> items) => _consumer.Take(items);

    public void Dispose() => ring.Dispose();
}
