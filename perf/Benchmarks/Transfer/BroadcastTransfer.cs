using System;
using System.Linq;

namespace RingCore.Benchmarks.Transfer;

/// <summary>A broadcast ring whose readers take turns on the consumer's thread.</summary>
/// <remarks>
/// The ring holds up no producer. Where nothing may be lost the user must: here each reader tells every quarter of the ring how far it is, and the producer stays
/// within the ring's capacity of it. Not held, the producer goes on, and what is lost is counted.
/// </remarks>
internal sealed class BroadcastTransfer : ITransfer
{
    private readonly BroadcastRing<TypedItem> _ring;
    private readonly BroadcastReading[] _readings;
    private readonly int _batch;
    private readonly bool _isHeld;

    /// <summary>Makes the ring.</summary>
    /// <param name="capacity">Its items.</param>
    /// <param name="readers">1 or more.</param>
    /// <param name="batch">Items per push, and most per read.</param>
    /// <param name="isHeld">Whether the producer waits for its readers.</param>
    internal BroadcastTransfer(int capacity, int readers, int batch, bool isHeld)
    {
        Name = NameOf($"{nameof(BroadcastRing<>)} {batch} > {batch}", readers) + (isHeld ? "" : ", not held");
        _ring = new BroadcastRing<TypedItem>(capacity);
        _readings = [.. Enumerable.Range(0, readers).Select(_ => new BroadcastReading(_ring.AddReader(), batch, capacity / 4))];
        (_batch, _isHeld) = (batch, isHeld);
    }

    public string Name { get; }

    /// <summary>Items lost in all turns, of all readers.</summary>
    internal long Lost => _readings.Sum(reading => reading.Lost);

    /// <summary>Items that its readers were to read in all turns.</summary>
    internal long Sent => (long)_ring.Producer.Published * _readings.Length;

    /// <summary>What a party with so many readers is called.</summary>
    internal static string NameOf(string party, int readers) => readers == 1 ? party : $"{party}, {readers} readers";

    public void Produce(long items)
    {
        BroadcastRing<CoherentFencePoints, TypedItem>.ProducerHandle producer = _ring.Producer;
        Span<TypedItem> batch = stackalloc TypedItem[_batch];
        for (long sent = 0; sent < items;)
        {
            long end = sent + Math.Min(items - sent, Room());
            if (_batch == 1)
            {
                for (; sent < end; sent++)
                    producer.Push(new TypedItem(0, (ulong)sent));
                continue;
            }

            while (sent < end)
            {
                int count = (int)Math.Min(batch.Length, end - sent);
                for (int i = 0; i < count; i++)
                    batch[i] = new TypedItem(0, (ulong)(sent + i));
                producer.Push(batch[..count]);
                sent += count;
            }
        }
    }

    public ulong Consume(long items)
    {
        foreach (BroadcastReading reading in _readings)
            reading.Start();
        bool isOver;
        do
        {
            bool isIdle = true;
            isOver = true;
            foreach (BroadcastReading reading in _readings)
            {
                isIdle &= !reading.Read(items);
                isOver &= reading.Next == items;
            }

            if (isIdle && !isOver)
                Pause.Briefly();
        }
        while (!isOver);

        foreach (BroadcastReading reading in _readings)
            reading.End();
        if (_isHeld && Lost > 0)
            throw new InvalidOperationException($"{Name}: the producer was held, and {Lost} items were lost.");
        ulong sum = _readings[0].Sum;
        return Array.TrueForAll(_readings, reading => reading.Sum == sum) ? sum : throw new InvalidOperationException($"{Name}: the readers' sums differ.");
    }

    public void Dispose()
    {
        foreach (BroadcastReading reading in _readings)
            reading.Dispose();
        _ring.Dispose();
    }

    /// <summary>Items that may be sent before the next look; waits until there are some.</summary>
    private long Room()
    {
        if (!_isHeld)
            return long.MaxValue;
        long room;
        while ((room = _ring.Capacity - (long)_ring.Producer.Published + LeastTold()) <= 0)
            Pause.Briefly();
        return room;
    }

    private long LeastTold()
    {
        long least = long.MaxValue;
        foreach (BroadcastReading reading in _readings)
            least = Math.Min(least, reading.Told);
        return least;
    }
}
