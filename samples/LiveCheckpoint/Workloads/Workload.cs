using System;
using System.Collections.Generic;
using Microsoft.Data.Sqlite;

namespace LiveCheckpoint.Workloads;

/// <summary>Runs a plan's transactions against a database, one after the other, and stores the number of the last in it.</summary>
/// <remarks>Belongs to the thread that uses the connection.</remarks>
internal sealed class Workload : IDisposable
{
    private readonly TransactionPlan _plan;
    private readonly List<RowChange> _changes = [];
    private readonly byte[] _buffer = new byte[TransactionPlan.MaxBodyBytes + sizeof(ulong)];
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly SqliteCommand _write;
    private readonly SqliteCommand _delete;
    private readonly SqliteCommand _stamp;

    private Workload(SqliteConnection connection, TransactionPlan plan, long transaction)
    {
        _plan = plan;
        Transaction = transaction;
        _begin = Command(connection, "BEGIN IMMEDIATE");
        _commit = Command(connection, "COMMIT");
        _write = Command(connection, "INSERT INTO item(id, author, label, body) VALUES(@id, @author, @label, @body) " +
            "ON CONFLICT(id) DO UPDATE SET author = excluded.author, label = excluded.label, body = excluded.body",
            "@id", "@author", "@label", "@body");
        _delete = Command(connection, "DELETE FROM item WHERE id = @id", "@id");
        _stamp = Command(connection, "UPDATE meta SET author = @author", "@author");
    }

    /// <summary>The number of the last committed transaction.</summary>
    internal long Transaction { get; private set; }

    /// <summary>Row changes of the last transaction.</summary>
    internal int LastChanges => _changes.Count;

    /// <summary>Makes the tables in an empty database.</summary>
    internal static Workload Create(SqliteConnection connection, TransactionPlan plan)
    {
        using SqliteCommand schema = Command(connection,
            "BEGIN IMMEDIATE;" +
            "CREATE TABLE meta(id INTEGER PRIMARY KEY CHECK(id = 1), seed INTEGER NOT NULL, author INTEGER NOT NULL);" +
            "CREATE TABLE item(id INTEGER PRIMARY KEY, author INTEGER NOT NULL, label INTEGER NOT NULL, body BLOB NOT NULL);" +
            "CREATE INDEX item_label ON item(label);" +
            "INSERT INTO meta VALUES(1, @seed, 0);" +
            "COMMIT", "@seed");
        schema.Parameters[0].Value = (long)plan.Seed;
        schema.ExecuteNonQuery();
        return new Workload(connection, plan, transaction: 0);
    }

    /// <summary>Goes on with a database that <see cref="Create"/> made, at the transaction it says it stands at.</summary>
    /// <exception cref="InvalidOperationException">The database was made with another seed.</exception>
    internal static Workload Resume(SqliteConnection connection, TransactionPlan plan)
    {
        (ulong seed, long transaction) = ReadStamp(connection);
        if (seed != plan.Seed)
            throw new InvalidOperationException($"The database was made with seed {seed}, not {plan.Seed}.");
        return new Workload(connection, plan, transaction);
    }

    /// <summary>Reads the seed and the last transaction that a database carries.</summary>
    internal static (ulong Seed, long Transaction) ReadStamp(SqliteConnection connection)
    {
        using SqliteCommand command = Command(connection, "SELECT seed, author FROM meta");
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.Read() ? ((ulong)reader.GetInt64(0), reader.GetInt64(1)) : (0, 0);
    }

    /// <summary>Runs and commits the next transaction.</summary>
    /// <exception cref="SqliteException">Among others, when the image is full.</exception>
    internal void RunNext()
    {
        long number = Transaction + 1;
        _plan.List(number, _changes);
        _begin.ExecuteNonQuery();
        foreach (RowChange change in _changes)
        {
            if (change.Deletes)
                Delete(change.Id);
            else
                Write(number, change.Id);
        }
        _stamp.Parameters[0].Value = number;
        _stamp.ExecuteNonQuery();
        _commit.ExecuteNonQuery();
        Transaction = number;
    }

    public void Dispose()
    {
        foreach (SqliteCommand command in new[] { _begin, _commit, _write, _delete, _stamp })
            command.Dispose();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, params ReadOnlySpan<string> parameters)
    {
        SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text is a constant of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (string name in parameters)
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }

    private void Write(long number, long id)
    {
        Span<byte> body = _plan.Body(number, id, _buffer);
        _write.Parameters[0].Value = id;
        _write.Parameters[1].Value = number;
        _write.Parameters[2].Value = TransactionPlan.Label(number, id);
        _write.Parameters[3].Value = _buffer;
        _write.Parameters[3].Size = body.Length;
        _write.ExecuteNonQuery();
    }

    private void Delete(long id)
    {
        _delete.Parameters[0].Value = id;
        _delete.ExecuteNonQuery();
    }
}
