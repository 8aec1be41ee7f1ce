using System;

namespace RingCore.Benchmarks.Transfer;

/// <summary>A typed ring of items of 16 bytes: each item pushed and taken by itself, or in batches of copies.</summary>
/// <typeparam name="TFace">The ring; a structure, so that the loops are compiled for it.</typeparam>
/// <param name="name">What the table calls it.</param>
/// <param name="ring">Disposed with the transfer.</param>
/// <param name="pushItems">Items per push.</param>
/// <param name="takeItems">Most items per take.</param>
internal sealed class TypedTransfer<TFace>(string name, TFace ring, int pushItems, int takeItems) : ITransfer
    where TFace : struct, IItemFace
{
    public string Name { get; } = name;

    public void Produce(long items)
    {
        if (pushItems == 1)
            PushSingly(items);
        else
            PushInBatches(items);
    }

    public ulong Consume(long items) => takeItems == 1 ? TakeSingly(items) : TakeInBatches(items);

    public void Dispose() => ring.Dispose();

    private void PushSingly(long items)
    {
        for (ulong page = 0; page < (ulong)items; page++)
        {
            while (ring.Push(new TypedItem(0, page)) > PushStatus.PublishedSoftFull)
                Pause.Briefly();
        }
    }

    private void PushInBatches(long items)
    {
        Span<TypedItem> batch = stackalloc TypedItem[pushItems];
        for (long sent = 0; sent < items;)
        {
            int count = (int)Math.Min(batch.Length, items - sent);
            for (int i = 0; i < count; i++)
                batch[i] = new TypedItem(0, (ulong)(sent + i));
            ReadOnlySpan<TypedItem> rest = batch[..count];
            while (true)
            {
                rest = rest[ring.Push(rest).Pushed..];
                if (rest.IsEmpty)
                    break;
                Pause.Briefly();
            }

            sent += count;
        }
    }

    private ulong TakeSingly(long items)
    {
        ulong sum = 0;
        for (long received = 0; received < items; received++)
        {
            TypedItem page;
            while (!ring.TryTake(out page))
                Pause.Briefly();
            sum += page.Number;
        }

        return sum;
    }

    private ulong TakeInBatches(long items)
    {
        Span<TypedItem> pages = stackalloc TypedItem[takeItems];
        ulong sum = 0;
        for (long received = 0; received < items;)
        {
            int taken = ring.Take(pages);
            if (taken == 0)
                Pause.Briefly();
            foreach (TypedItem page in pages[..taken])
                sum += page.Number;
            received += taken;
        }

        return sum;
    }
}
