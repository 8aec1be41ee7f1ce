using System;
using Microsoft.Data.Sqlite;

namespace LiveCheckpoint.Workloads;

/// <summary>The result of comparing a database with the model, row by row.</summary>
/// <param name="Rows">Rows the model has.</param>
/// <param name="Wrong">Rows that are missing, that are too many, or that hold something else.</param>
/// <param name="FirstFault">A sentence about the first of them; null when there is none.</param>
internal readonly record struct RowComparison(int Rows, int Wrong, string? FirstFault)
{
    /// <summary>Compares each row of a database with the model: the stamp, the row set, the body, the indexed column.</summary>
    internal static RowComparison With(SqliteConnection database, TransactionPlan plan, RowModel model)
    {
        (ulong seed, long transaction) = Workload.ReadStamp(database);
        if (seed != plan.Seed || transaction != model.Transaction)
        {
            return new RowComparison(model.CountRows(), model.CountRows(),
                $"the database stands at transaction {transaction} of seed {seed}, not {model.Transaction} of seed {plan.Seed}");
        }

        Tally tally = new();
        byte[] expected = new byte[TransactionPlan.MaxBodyBytes + sizeof(ulong)];
        using SqliteCommand command = database.CreateCommand();
        command.CommandText = "SELECT id, author, label, body FROM item ORDER BY id";
        using SqliteDataReader reader = command.ExecuteReader();
        long next = 1;
        while (reader.Read())
        {
            long id = reader.GetInt64(0);
            for (; next < id; next++)
                tally.Check(model.Author(next) == 0, next, "is missing");
            next = id + 1;
            long author = reader.GetInt64(1);
            tally.Check(author != 0 && author == model.Author(id), id, "was written by another transaction");
            bool same = reader.GetInt64(2) == TransactionPlan.Label(author, id) &&
                plan.Body(author, id, expected).SequenceEqual(reader.GetFieldValue<byte[]>(3));
            tally.Check(same, id, "holds something else");
        }
        for (; next <= plan.Rows; next++)
            tally.Check(model.Author(next) == 0, next, "is missing");
        return new RowComparison(model.CountRows(), tally.Wrong, tally.FirstFault);
    }

    /// <summary>Compares two databases with each other, row by row and column by column.</summary>
    internal static RowComparison Between(SqliteConnection restored, SqliteConnection live)
    {
        const string Everything = "SELECT id, author, label, body FROM item ORDER BY id";
        Tally tally = new();
        using SqliteCommand left = restored.CreateCommand();
        using SqliteCommand right = live.CreateCommand();
        left.CommandText = right.CommandText = Everything;
        using SqliteDataReader ours = left.ExecuteReader();
        using SqliteDataReader theirs = right.ExecuteReader();
        int rows = 0;
        while (theirs.Read())
        {
            rows++;
            bool same = ours.Read() && ours.GetInt64(0) == theirs.GetInt64(0) && ours.GetInt64(1) == theirs.GetInt64(1) &&
                ours.GetInt64(2) == theirs.GetInt64(2) &&
                ours.GetFieldValue<byte[]>(3).AsSpan().SequenceEqual(theirs.GetFieldValue<byte[]>(3));
            tally.Check(same, theirs.GetInt64(0), "differs from the live database's");
        }
        while (ours.Read())
            tally.Check(false, ours.GetInt64(0), "is not in the live database");
        return new RowComparison(rows, tally.Wrong, tally.FirstFault);
    }

    private sealed class Tally
    {
        internal int Wrong { get; private set; }

        internal string? FirstFault { get; private set; }

        internal void Check(bool right, long id, string fault)
        {
            if (right)
                return;
            Wrong++;
            FirstFault ??= $"row {id} {fault}";
        }
    }
}
