using System;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Transfer;

/// <summary>
/// A ring of ours as a queue: the consumer is collector and resetter in one. It resets when it has harvested a share of the ring and not
/// earlier: a reset writes the entries, and beside a producer that is one line ahead it would take that line away from it.
/// </summary>
/// <param name="name">What the table calls it.</param>
/// <param name="face">The ring.</param>
/// <param name="entries">Entries of the ring, 4 or more.</param>
/// <param name="pushPages">Pages per push: 1 pushes page by page, more in batches.</param>
/// <param name="harvestPages">Most pages per harvest.</param>
/// <param name="resetShare">It resets when it has harvested <paramref name="entries"/> divided by this; by <paramref name="entries"/>: after every harvest.</param>
internal sealed class RingTransfer<TFace>(string name, TFace face, int entries, int pushPages, int harvestPages, int resetShare = 4) : ITransfer
    where TFace : struct, IRingFace
{
    public string Name { get; } = name;

    public void Produce(long items)
    {
        if (pushPages == 1)
            face.PushSingly(0, items);
        else
            PushInBatches(items);
    }

    public ulong Consume(long items)
    {
        CountingSink sink = default;
        ulong sum = harvestPages == 1 ? TakeSingly(items, ref sink) : HarvestInBatches(items, ref sink);
        return sink.Pages == items
            ? sum
            : throw new InvalidOperationException($"{Name}: {items} pages were sent and {sink.Pages} reset.");
    }

    public void Dispose() => face.Dispose();

    private void PushInBatches(long items)
    {
        TFace ring = face;
        Span<DirtyPage> batch = stackalloc DirtyPage[pushPages];
        for (long sent = 0; sent < items;)
        {
            int count = (int)Math.Min(batch.Length, items - sent);
            for (int i = 0; i < count; i++)
                batch[i] = new DirtyPage(0, (ulong)(sent + i));
            ReadOnlySpan<DirtyPage> rest = batch[..count];
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

    private ulong TakeSingly(long items, ref CountingSink sink)
    {
        ulong sum = 0;
        for (long received = 0; received < items;)
        {
            int count = (int)Math.Min(entries / resetShare, items - received);
            sum += face.TakeSingly(count);
            face.Reset(ref sink);
            received += count;
        }

        return sum;
    }

    private ulong HarvestInBatches(long items, ref CountingSink sink)
    {
        TFace ring = face;
        int enough = entries / resetShare;
        int unreset = 0;
        ulong sum = 0;
        Span<DirtyPage> pages = stackalloc DirtyPage[harvestPages];
        for (long received = 0; received < items;)
        {
            int harvested = ring.Harvest(pages).Entries;
            if (harvested == 0)
            {
                Pause.Briefly();
                continue;
            }

            foreach (DirtyPage page in pages[..harvested])
                sum += page.Offset;
            received += harvested;
            unreset += harvested;
            if (unreset >= enough)
                unreset -= ring.Reset(ref sink).Entries;
        }

        ring.Reset(ref sink);
        return sum;
    }
}
