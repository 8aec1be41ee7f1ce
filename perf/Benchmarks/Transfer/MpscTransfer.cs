using System;

namespace RingCore.Benchmarks.Transfer;

/// <summary>An <see cref="MpscRing{T}"/> of items of 16 bytes, with one producer here: each item pushed by itself, or in batches of copies.</summary>
/// <param name="name">What the table calls it.</param>
/// <param name="capacity">Slots of the ring.</param>
/// <param name="pushItems">Items per push.</param>
/// <param name="takeItems">Most items per take.</param>
internal sealed class MpscTransfer(string name, int capacity, int pushItems, int takeItems) : ITransfer
{
    private readonly MpscRing<Item> _ring = new(capacity);

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
        MpscRing<Item>.ProducerHandle producer = _ring.Producer;
        for (ulong page = 0; page < (ulong)items; page++)
        {
            while (producer.Push(new Item(0, page)) > PushStatus.PublishedSoftFull)
                Pause.Briefly();
        }
    }

    private void PushInBatches(long items)
    {
        MpscRing<Item>.ProducerHandle producer = _ring.Producer;
        Span<Item> batch = stackalloc Item[pushItems];
        for (long sent = 0; sent < items;)
        {
            int count = (int)Math.Min(batch.Length, items - sent);
            for (int i = 0; i < count; i++)
                batch[i] = new Item(0, (ulong)(sent + i));
            ReadOnlySpan<Item> rest = batch[..count];
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
        MpscRing<Item>.ConsumerHandle consumer = _ring.Consumer;
        ulong sum = 0;
        for (long received = 0; received < items; received++)
        {
            Item page;
            while (!consumer.TryTake(out page))
                Pause.Briefly();
            sum += page.Number;
        }

        return sum;
    }

    private ulong TakeInBatches(long items)
    {
        MpscRing<Item>.ConsumerHandle consumer = _ring.Consumer;
        Span<Item> pages = stackalloc Item[takeItems];
        ulong sum = 0;
        for (long received = 0; received < items;)
        {
            int taken = consumer.Take(pages);
            if (taken == 0)
                Pause.Briefly();
            foreach (Item page in pages[..taken])
                sum += page.Number;
            received += taken;
        }

        return sum;
    }

    // As in SpscTransfer.
    private readonly record struct Item(ulong Slot, ulong Number);
}
