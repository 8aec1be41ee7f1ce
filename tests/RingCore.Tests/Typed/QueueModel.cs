using System;
using System.Collections.Generic;
using System.Linq;

namespace RingCore.Tests.Typed;

/// <summary>What a bounded ring does, by the framework's queue.</summary>
internal sealed class QueueModel<T>(TypedRingOptions options)
{
    internal Queue<T> Items { get; } = new();

    internal int Capacity => options.Capacity;

    internal int SoftLimit => options.Capacity - options.ReservedItems;

    internal ulong Published { get; private set; }

    internal ulong Refused { get; private set; }

    internal ulong Dropped { get; private set; }

    internal PushStatus Push(T item) => Push([item]).Status;

    internal PushResult Push(ReadOnlySpan<T> items)
    {
        int pushed = Math.Min(items.Length, Capacity - Items.Count);
        Add(items[..pushed]);
        if (pushed < items.Length)
            return new PushResult(Refuse(items.Length - pushed), pushed);
        return new PushResult(items.IsEmpty ? PushStatus.Published : Status, pushed);
    }

    internal bool TryClaim(int count)
    {
        if (Items.Count + count <= Capacity)
            return true;
        Refuse(count);
        return false;
    }

    internal PushStatus Commit(ReadOnlySpan<T> items)
    {
        Add(items);
        return Status;
    }

    internal T[] Peek(int count) => [.. Items.Take(Math.Min(count, options.MaxBatchItems))];

    internal T[] Take(int count)
    {
        T[] taken = Peek(count);
        for (int i = 0; i < taken.Length; i++)
            Items.Dequeue();
        return taken;
    }

    private PushStatus Status => Items.Count < SoftLimit ? PushStatus.Published : PushStatus.PublishedSoftFull;

    private void Add(ReadOnlySpan<T> items)
    {
        foreach (T item in items)
            Items.Enqueue(item);
        Published += (uint)items.Length;
    }

    private PushStatus Refuse(int items)
    {
        if (options.WhenFull == FullPolicy.DropNewest)
        {
            Dropped += (uint)items;
            return PushStatus.Dropped;
        }

        Refused++;
        return PushStatus.RefusedFull;
    }
}
