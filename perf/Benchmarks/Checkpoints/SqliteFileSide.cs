using LiveCheckpoint.Workloads;
using Microsoft.Data.Sqlite;
using RingCore.Tracking;

namespace RingCore.Benchmarks.Checkpoints;

/// <summary>
/// SQLite's own way to the same promise: a file with a write-ahead log whose commits do not wait, and a <c>wal_checkpoint</c>, which syncs log and
/// file, at the same pace.
/// </summary>
internal sealed class SqliteFileSide : ILoadedDatabase
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _checkpoint;

    /// <summary>Makes an empty database.</summary>
    internal SqliteFileSide(WorkloadPlace place)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = place.File("sqlite.db"), Pooling = false }.ConnectionString);
        _connection.Open();
        Execute($"PRAGMA page_size={TrackedMemory.PageBytes}; PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=0; PRAGMA temp_store=MEMORY");
        Workload = Workload.Create(_connection, place.Plan);
        _checkpoint = _connection.CreateCommand();
        _checkpoint.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
    }

    /// <inheritdoc/>
    public string Name => "SQLite file, WAL";

    /// <inheritdoc/>
    public Workload Workload { get; }

    /// <inheritdoc/>
    public void StartMakingDurable() => MakeDurable();

    /// <inheritdoc/>
    public void MakeDurable() => _checkpoint.ExecuteNonQuery();

    /// <inheritdoc/>
    public void Dispose()
    {
        Workload.Dispose();
        _checkpoint.Dispose();
        _connection.Dispose();
    }

    private void Execute(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
#pragma warning disable CA2100 // A constant of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
