using System;
using System.Collections.Generic;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using RingCore.Benchmarks.Measuring;

namespace RingCore.Benchmarks.Checkpoints;

/// <summary>A checkpoint after one transaction, from the collecting to the fsync's return, against SQLite's online backup to a file with its fsync.</summary>
internal sealed class BackupScenario : IScenario
{
    /// <summary>The scenario's name.</summary>
    internal const string Name = "live-backup";

    /// <summary>The other side.</summary>
    internal const string SqliteBackup = "SQLite backup";

    private const int DatabasePages = 256 << 8;
    private const int ImagePages = 288 << 8;
    private const int PlanPages = 16 << 8;
    private const int LeastRounds = 3;

    /// <inheritdoc/>
    public Requirement Requirement { get; } = new(Name, Cores: 2);

    /// <inheritdoc/>
    public string Description => "A database of 256 MiB with one transaction's dirty pages made durable: the time of SQLite's online backup divided by a checkpoint's.";

    /// <inheritdoc/>
    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        using WorkloadPlace place = new(PlanPages, ImagePages);
        using CheckpointedSide ours = new(place);
        ours.Workload.RunNext();
        Fill(ours);
        ours.MakeDurable();
        List<double> ratios = [];
        List<double> checkpoints = [];
        List<double> backups = [];
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; Stopwatch.GetElapsedTime(start) < options.Duration || ratios.Count < LeastRounds; round++)
        {
            ours.Workload.RunNext();
            double checkpoint = round % 2 == 0 ? Checkpoint(ours) : 0;
            double backup = Backup(ours, place.File("backup.db"));
            checkpoint = round % 2 == 0 ? checkpoint : Checkpoint(ours);
            // The first round still compiles.
            if (round == 0)
                continue;
            ratios.Add(backup / checkpoint);
            checkpoints.Add(checkpoint);
            backups.Add(backup);
        }

        _ = ours.Database.Checkpoint(verifies: true);
        if (ours.Database.Checkpointer.Lost > 0)
            throw new InvalidOperationException($"{ours.Database.Checkpointer.Lost} pages of the checkpoints differ from the live image.");
        return
        [
            new Comparison(
                Requirement.Name, ours.Name, SqliteBackup, Regime.Single, Spread.Of(ratios), Spread.Of(checkpoints).Median, Spread.Of(backups).Median, "ms", 0),
        ];
    }

    private static void Fill(CheckpointedSide side)
    {
        using SqliteCommand fill = side.Database.Live.Connection.CreateCommand();
        fill.CommandText = "CREATE TABLE ballast(body BLOB NOT NULL);" +
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @pages) INSERT INTO ballast SELECT randomblob(4000) FROM n";
        fill.Parameters.AddWithValue("@pages", DatabasePages);
        fill.ExecuteNonQuery();
        if (side.Database.Live.ImagePages < DatabasePages)
            throw new InvalidOperationException($"The database has {side.Database.Live.ImagePages} pages, not {DatabasePages}.");
    }

    private static double Checkpoint(CheckpointedSide side)
    {
        long start = Stopwatch.GetTimestamp();
        side.MakeDurable();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Backup(CheckpointedSide side, string path)
    {
        System.IO.File.Delete(path);
        using SqliteConnection target = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        target.Open();
        using SqliteCommand pragmas = target.CreateCommand();
        // No journal to write, and one fsync at the end: as cheap as it can be and still be on the disk.
        pragmas.CommandText = "PRAGMA journal_mode=OFF; PRAGMA synchronous=FULL; PRAGMA locking_mode=EXCLUSIVE";
        pragmas.ExecuteNonQuery();
        long start = Stopwatch.GetTimestamp();
        side.Database.Live.Connection.BackupDatabase(target);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
