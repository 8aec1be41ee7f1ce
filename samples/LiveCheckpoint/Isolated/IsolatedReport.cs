using LiveCheckpoint.Checkpoints;
using RingCore.Tracking;

namespace LiveCheckpoint.Isolated;

/// <summary>What a finished run with an isolated checkpointer has to say.</summary>
internal sealed record IsolatedReport
{
    internal required RunOptions Options { get; init; }

    /// <summary>The boundaries, as the writer measured them; full copies are not counted.</summary>
    internal required RunStatistics Statistics { get; init; }

    internal required SharedTrackerCounters Counters { get; init; }

    internal required long Transactions { get; init; }

    /// <summary>Rounds that the log has, by the checkpointers' word.</summary>
    internal required long Commits { get; init; }

    /// <summary>Boundaries at which there was no checkpointer, or it was not ready, or too late.</summary>
    internal required long Missed { get; init; }

    /// <summary>Checkpointers that were started.</summary>
    internal required int Checkpointers { get; init; }

    /// <summary>Why the run ended early; null when it did not.</summary>
    internal required string? Failure { get; init; }

    /// <summary>What a restore has brought back; null when the run failed before it.</summary>
    internal required RestoreVerdict? Restored { get; init; }

    /// <summary>Pages that the restored image has wrong.</summary>
    internal int Lost => Restored?.DifferingPages ?? 0;

    internal bool IsGood => Failure is null && Restored is { IsGood: true };
}
