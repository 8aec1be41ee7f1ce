using System.Collections.Generic;

namespace LiveCheckpoint.Workloads;

/// <summary>What the database must hold after a given transaction: for each row the transaction that wrote it last.</summary>
internal sealed class RowModel
{
    private readonly long[] _authors;

    private RowModel(long[] authors, long transaction)
    {
        _authors = authors;
        Transaction = transaction;
    }

    internal long Transaction { get; }

    /// <summary>Replays the plan, without SQLite, up to and including <paramref name="transaction"/>.</summary>
    internal static RowModel Replay(TransactionPlan plan, long transaction)
    {
        long[] authors = new long[plan.Rows + 1];
        List<RowChange> changes = [];
        for (long number = 1; number <= transaction; number++)
        {
            plan.List(number, changes);
            foreach (RowChange change in changes)
                authors[change.Id] = change.Deletes ? 0 : number;
        }
        return new RowModel(authors, transaction);
    }

    /// <summary>The transaction that wrote the row last; 0 for a row that is not there.</summary>
    internal long Author(long id) => id > 0 && id < _authors.Length ? _authors[id] : 0;

    /// <summary>How many rows are there.</summary>
    internal int CountRows()
    {
        int count = 0;
        foreach (long author in _authors)
            count += author != 0 ? 1 : 0;
        return count;
    }
}
