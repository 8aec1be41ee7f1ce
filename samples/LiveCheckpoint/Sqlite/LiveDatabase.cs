using System;
using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using RingCore.Tracking;

namespace LiveCheckpoint.Sqlite;

/// <summary>An open SQLite database whose file is a buffer of ours. Disposing closes it; the buffer stays.</summary>
internal sealed unsafe class LiveDatabase : IDisposable
{
    private const int HeaderPageCountOffset = 28;

    private readonly string? _vfsName;

    private LiveDatabase(SqliteConnection connection, string? vfsName)
    {
        Connection = connection;
        _vfsName = vfsName;
        Execute($"PRAGMA page_size={TrackedMemory.PageBytes}");
        Execute("PRAGMA locking_mode=EXCLUSIVE");
        Execute("PRAGMA journal_mode=MEMORY");
        Execute("PRAGMA synchronous=OFF");
        Execute("PRAGMA temp_store=MEMORY");
    }

    internal SqliteConnection Connection { get; }

    /// <summary>SQLite's own code writes into the buffer: for the sources that need no call from the writer.</summary>
    /// <exception cref="InvalidOperationException">SQLite refused the buffer.</exception>
    internal static LiveDatabase OpenInPlace(byte* image, long capacityBytes, long usedBytes)
    {
        SqliteConnection connection = Open(new SqliteConnectionStringBuilder { DataSource = ":memory:", Pooling = false });
        nint handle = connection.Handle!.DangerousGetHandle();
        int code = NativeSqlite.Deserialize(handle, "main", image, usedBytes, capacityBytes, flags: 0);
        if (code != NativeSqlite.Ok)
        {
            connection.Dispose();
            throw new InvalidOperationException($"SQLite refused an image of {capacityBytes} bytes (result code {code}).");
        }
        return new LiveDatabase(connection, vfsName: null);
    }

    /// <summary>SQLite writes through our file system, which marks what it wrote.</summary>
    internal static LiveDatabase OpenBehindBarrier(ImageFile file)
    {
        string name = ImageVfs.Offer(file);
        SqliteConnection connection =
            Open(new SqliteConnectionStringBuilder { DataSource = name, Vfs = ImageVfs.Name, Pooling = false });
        return new LiveDatabase(connection, name);
    }

    /// <summary>Opens a plain database file for reading.</summary>
    internal static SqliteConnection OpenFile(string path) =>
        Open(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false });

    /// <summary>How many pages the database has, as its first page states at a transaction boundary.</summary>
    internal static int PageCount(ReadOnlySpan<byte> firstPage) =>
        BinaryPrimitives.ReadInt32BigEndian(firstPage[HeaderPageCountOffset..]);

    /// <summary>What <c>PRAGMA integrity_check</c> says first: "ok", or the first fault.</summary>
    internal static string IntegrityCheck(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        try
        {
            return (string)command.ExecuteScalar()!;
        }
        catch (SqliteException refusal)
        {
            return refusal.Message;
        }
    }

    public void Dispose()
    {
        Connection.Dispose();
        if (_vfsName is not null)
            ImageVfs.Withdraw(_vfsName);
    }

    private static SqliteConnection Open(SqliteConnectionStringBuilder options)
    {
        SqliteConnection connection = new(options.ConnectionString);
        connection.Open();
        return connection;
    }

    private void Execute(string sql)
    {
        using SqliteCommand command = Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
