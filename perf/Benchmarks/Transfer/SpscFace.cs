using System;

namespace RingCore.Benchmarks.Transfer;

/// <summary>The ring of one producer.</summary>
internal readonly struct SpscFace(SpscRing<TypedItem> ring) : IItemFace
{
    private readonly SpscRing<TypedItem>.ProducerHandle _producer = ring.Producer;
    private readonly SpscRing<TypedItem>.ConsumerHandle _consumer = ring.Consumer;

    public PushStatus Push(in TypedItem item) => _producer.Push(item);

    public PushResult Push(ReadOnlySpan<TypedItem> items) => _producer.Push(items);

    public bool TryTake(out TypedItem item) => _consumer.TryTake(out item);

    public int Take(Span<TypedItem> items) => _consumer.Take(items);

    public void Dispose() => ring.Dispose();
}
