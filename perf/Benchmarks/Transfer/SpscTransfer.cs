using System;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Transfer;

/// <summary>A <see cref="SpscRing{T}"/> of pages: by handle, each item pushed and given back by itself, or in batches of copies.</summary>
/// <param name="name">What the table calls it.</param>
/// <param name="capacity">Slots of the ring.</param>
/// <param name="pushItems">Items per push.</param>
/// <param name="takeItems">Most items per take.</param>
internal sealed class SpscTransfer(string name, int capacity, int pushItems, int takeItems) : ITransfer
{
    private readonly SpscRing<DirtyPage> _ring = new(capacity);

    public string Name { get; } = name;

    public void Produce(long items)
    {
        if (pushItems == 1)
            PushSingly(items);
        else
            PushInBatches(items);
    }

    public ulong Consume(long items) => takeItems == 1 ? TakeSingly(items) : TakeInBatches(items);

    public void Dispose() => _ring.Dispose();

    private void PushSingly(long items)
    {
        SpscRing<DirtyPage>.ProducerHandle producer = _ring.Producer;
        for (ulong page = 0; page < (ulong)items; page++)
        {
            while (producer.Push(new DirtyPage(0, page)) > PushStatus.PublishedSoftFull)
                Pause.Briefly();
        }
    }

    private void PushInBatches(long items)
    {
        SpscRing<DirtyPage>.ProducerHandle producer = _ring.Producer;
        Span<DirtyPage> batch = stackalloc DirtyPage[pushItems];
        for (long sent = 0; sent < items;)
        {
            int count = (int)Math.Min(batch.Length, items - sent);
            for (int i = 0; i < count; i++)
                batch[i] = new DirtyPage(0, (ulong)(sent + i));
            ReadOnlySpan<DirtyPage> rest = batch[..count];
            while (true)
            {
                rest = rest[producer.Push(rest).Pushed..];
                if (rest.IsEmpty)
                    break;
                Pause.Briefly();
            }

            sent += count;
        }
    }

    private ulong TakeSingly(long items)
    {
        SpscRing<DirtyPage>.ConsumerHandle consumer = _ring.Consumer;
        ulong sum = 0;
        for (long received = 0; received < items; received++)
        {
            DirtyPage page;
            while (!consumer.TryTake(out page))
                Pause.Briefly();
            sum += page.Offset;
        }

        return sum;
    }

    private ulong TakeInBatches(long items)
    {
        SpscRing<DirtyPage>.ConsumerHandle consumer = _ring.Consumer;
        Span<DirtyPage> pages = stackalloc DirtyPage[takeItems];
        ulong sum = 0;
        for (long received = 0; received < items;)
        {
            int taken = consumer.Take(pages);
            if (taken == 0)
                Pause.Briefly();
            foreach (DirtyPage page in pages[..taken])
                sum += page.Offset;
            received += taken;
        }

        return sum;
    }
}
