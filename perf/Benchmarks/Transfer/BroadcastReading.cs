using System;
using System.Threading;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Transfer;

/// <summary>A reader of a broadcast ring at work: checks that each number is the next one, or that what is between was lost.</summary>
/// <param name="reader">Disposed with it.</param>
/// <param name="batch">Most items per read.</param>
/// <param name="tellItems">Items after which it tells the producer how far it is.</param>
internal sealed class BroadcastReading(BroadcastRing<CoherentFencePoints, TypedItem>.ReaderHandle reader, int batch, int tellItems) : IDisposable
{
    /// <summary>Items that it reads at most before the other reader has its turn.</summary>
    internal const int TurnItems = 256;

    private const int Padding = CacheLine.PaddingBytes / sizeof(long);

    // One word, written by the reader and read by the producer, with nothing else in its lines.
    private readonly long[] _told = new long[(2 * Padding) + 1];
    private readonly TypedItem[] _items = new TypedItem[batch];
    private long _turnsBefore;
    private long _lastTold;
    private ulong _lostBefore;
    private ulong _lostInTurn;

    /// <summary>Items that it is through with, of all turns, as it last told. For the producer's thread.</summary>
    internal long Told => Volatile.Read(ref _told[Padding]);

    /// <summary>The next item's number in this turn.</summary>
    internal long Next { get; private set; }

    /// <summary>The sum of the turn's numbers so far, of those lost too.</summary>
    internal ulong Sum { get; private set; }

    /// <summary>Items lost in the turns that are over.</summary>
    internal long Lost { get; private set; }

    /// <summary>Begins a turn.</summary>
    internal void Start()
    {
        (Next, Sum, _lastTold) = (0, 0, 0);
        (_lostBefore, _lostInTurn) = (reader.Lost, 0);
    }

    /// <summary>Reads what is there: one batch, or item by item its turn.</summary>
    /// <param name="items">Items of the turn.</param>
    /// <returns>Whether it read any.</returns>
    internal bool Read(long items)
    {
        long from = Next;
        if (batch == 1)
            ReadSingly(Math.Min(items, from + TurnItems));
        else
            ReadBatch();
        if (Next - _lastTold >= tellItems || Next == items)
            Tell();
        return Next != from;
    }

    /// <summary>Ends a turn.</summary>
    /// <exception cref="InvalidOperationException">The reader says that it lost more or less than was missing.</exception>
    internal void End()
    {
        if (reader.Lost - _lostBefore != _lostInTurn)
            throw new InvalidOperationException($"{_lostInTurn} items were missing, and the reader says that {reader.Lost - _lostBefore} were lost.");
        Lost += (long)_lostInTurn;
        _turnsBefore += Next;
    }

    public void Dispose() => reader.Dispose();

    private void ReadSingly(long end)
    {
        ulong next = (ulong)Next;
        ulong sum = Sum;
        while (next < (ulong)end)
        {
            BroadcastStatus status = reader.TryRead(out TypedItem item);
            if (status == BroadcastStatus.Read)
            {
                if (item.Number != next)
                    sum += Missing(next, item.Number);
                sum += item.Number;
                next = item.Number + 1;
            }
            else if (status != BroadcastStatus.Lapped)
            {
                break;
            }
        }

        (Next, Sum) = ((long)next, sum);
    }

    private void ReadBatch()
    {
        ReadOnlySpan<TypedItem> read = _items.AsSpan(0, reader.Take(_items));
        if (read.IsEmpty)
            return;
        ulong sum = Missing((ulong)Next, read[0].Number); // none are lost within a batch
        foreach (TypedItem item in read)
            sum += item.Number;
        Sum += sum;
        Next = (long)read[^1].Number + 1;
    }

    private void Tell()
    {
        _lastTold = Next;
        Volatile.Write(ref _told[Padding], _turnsBefore + Next);
    }

    /// <summary>The sum of the numbers that are missing.</summary>
    private ulong Missing(ulong next, ulong found)
    {
        ulong count = found - next;
        _lostInTurn += count;
        return count * (next + found - 1) / 2;
    }
}
