using System;
using LiveCheckpoint.Checkpoints;
using LiveCheckpoint.Log;
using LiveCheckpoint.Workloads;
using RingCore.Tracking;

namespace RingCore.Benchmarks.Checkpoints;

/// <summary>Ours: the sample's database with its checkpoints, barrier source.</summary>
internal sealed unsafe class CheckpointedSide : ILoadedDatabase
{
    /// <summary>What comparisons call it.</summary>
    internal const string SubjectName = "LiveCheckpoint barrier";

    private readonly string _logPath;

    /// <summary>Makes an empty database and a new log.</summary>
    internal CheckpointedSide(WorkloadPlace place)
    {
        _logPath = place.File("checkpoint.log");
        Database = new CheckpointedDatabase(
            place.Plan,
            new TrackerOptions { Source = SourceKind.Barrier },
            new LogTarget(_logPath, Overwrites: false, Found: null),
            new Replica(place.ImagePages),
            new Sabotage(SabotageKind.None),
            static _ => { });
    }

    /// <inheritdoc/>
    public string Name => SubjectName;

    /// <inheritdoc/>
    public Workload Workload => Database.Workload;

    /// <summary>The sample's own.</summary>
    internal CheckpointedDatabase Database { get; }

    /// <inheritdoc/>
    public void StartMakingDurable()
    {
        if (Database.Checkpointer.IsIdle)
            _ = Database.Checkpoint(verifies: false);
    }

    /// <inheritdoc/>
    public void MakeDurable()
    {
        Database.Checkpointer.WaitUntilIdle();
        _ = Database.Checkpoint(verifies: false);
        Database.Checkpointer.WaitUntilIdle();
        if (Database.Checkpointer.Failure is { } failure)
            throw new InvalidOperationException($"The checkpoint log cannot be written: {failure.Message}", failure);
    }

    /// <summary>Closes the log and demands that it alone gives back the live image and every row. Nothing can be made durable any more.</summary>
    /// <exception cref="InvalidOperationException">Something was lost.</exception>
    internal void CheckRestored(WorkloadPlace place)
    {
        Database.Checkpointer.Dispose();
        RestoreVerdict verdict = RestoreVerdict.Reach(_logPath, place.File("restored.db"), Database.Image, Database.Live, place.Plan);
        if (!verdict.IsGood)
            throw new InvalidOperationException($"The database restored from the checkpoint log is wrong: {verdict.Fault}.");
    }

    /// <inheritdoc/>
    public void Dispose() => Database.Dispose();
}
