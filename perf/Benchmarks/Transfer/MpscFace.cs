using System;

namespace RingCore.Benchmarks.Transfer;

/// <summary>The ring of many producers.</summary>
internal readonly struct MpscFace(MpscRing<TypedItem> ring) : IItemFace
{
    private readonly MpscRing<TypedItem>.ProducerHandle _producer = ring.Producer;
    private readonly MpscRing<TypedItem>.ConsumerHandle _consumer = ring.Consumer;

    public PushStatus Push(in TypedItem item) => _producer.Push(item);

    public PushResult Push(ReadOnlySpan<TypedItem> items) => _producer.Push(items);

    public bool TryTake(out TypedItem item) => _consumer.TryTake(out item);

    public int Take(Span<TypedItem> items) => _consumer.Take(items);

    public void Dispose() => ring.Dispose();
}
