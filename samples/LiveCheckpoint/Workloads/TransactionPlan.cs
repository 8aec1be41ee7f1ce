using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace LiveCheckpoint.Workloads;

/// <summary>
/// What each transaction does, as a pure function of the seed and the transaction's number: so any database that says "I stand
/// at transaction t" can be checked row by row without having watched it.
/// </summary>
/// <remarks>
/// Transaction 1 fills every second row. Later ones change 4 to 12 rows, 49 in 50 of them in a window of neighbours that
/// wanders, as a working set does. Every 10,000th, and the 100th, changes up to 3,000 rows anywhere, which dirties more pages than a small ring holds.
/// </remarks>
internal sealed class TransactionPlan
{
    internal const int MinBodyBytes = 40;
    internal const int MaxBodyBytes = 720;

    private const int RowOverheadBytes = 20;
    private const int LargeTransactionEvery = 10_000;
    private const int FirstLargeTransaction = 100;
    private const int LargeTransactionChanges = 3000;
    private const int WindowStaysTransactions = 500;

    // A tree that rows come and go in is at worst about one third full: rows that would fill 45 % of the image if all were of
    // the greatest size are half that on average, and leave room for that.
    private const double FilledShare = 0.45;

    private readonly int _windowRows;

    /// <param name="seed">Any number.</param>
    /// <param name="imageBytes">What the database must fit into.</param>
    internal TransactionPlan(ulong seed, long imageBytes)
    {
        Seed = seed;
        Rows = (int)(imageBytes * FilledShare / (MaxBodyBytes + RowOverheadBytes));
        _windowRows = Math.Max(16, Rows / 64);
    }

    internal ulong Seed { get; }

    /// <summary>Rows have the numbers 1 to this one.</summary>
    internal int Rows { get; }

    /// <summary>Lists the changes of a transaction, in order; a row may come up twice.</summary>
    internal void List(long transaction, List<RowChange> changes)
    {
        changes.Clear();
        if (transaction == 1)
        {
            for (int id = 2; id <= Rows; id += 2)
                changes.Add(new RowChange(id, Deletes: false));
            return;
        }

        RandomSequence random = new(RandomSequence.Mix(Seed ^ RandomSequence.Mix((ulong)transaction)));
        bool large = transaction % LargeTransactionEvery == FirstLargeTransaction;
        int count = large ? Math.Min(Rows, LargeTransactionChanges) : 4 + random.Below(9);
        long windowStart = transaction / WindowStaysTransactions * _windowRows;
        for (int i = 0; i < count; i++)
        {
            bool anywhere = large || random.Below(50) == 0;
            long row = anywhere ? random.Below(Rows) : (windowStart + random.Below(_windowRows)) % Rows;
            changes.Add(new RowChange(row + 1, Deletes: random.Below(16) == 0));
        }
    }

    /// <summary>The body that a transaction gives to a row.</summary>
    /// <param name="transaction">The transaction that writes the row.</param>
    /// <param name="id">The row.</param>
    /// <param name="buffer">At least <see cref="MaxBodyBytes"/> + 7 bytes.</param>
    /// <returns>The front of <paramref name="buffer"/>.</returns>
    internal Span<byte> Body(long transaction, long id, Span<byte> buffer)
    {
        RandomSequence random = new(RandomSequence.Mix(Seed + RandomSequence.Mix((ulong)id)) ^ RandomSequence.Mix((ulong)transaction));
        int length = MinBodyBytes + random.Below(MaxBodyBytes - MinBodyBytes + 1);
        for (int i = 0; i < length; i += sizeof(ulong))
            BinaryPrimitives.WriteUInt64LittleEndian(buffer[i..], random.Next());
        return buffer[..length];
    }

    /// <summary>The indexed column: derived from the body's author, so that index pages move too.</summary>
    internal static long Label(long transaction, long id) => (long)(RandomSequence.Mix((ulong)(transaction * 31 + id)) >> 40);
}
