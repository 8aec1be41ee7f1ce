using System;
using RingCore.Tracking;

namespace LiveCheckpoint.Checkpoints;

/// <summary>What a finished run has to say.</summary>
internal sealed record RunReport
{
    internal required RunOptions Options { get; init; }

    internal required SourceChoice Source { get; init; }

    internal required TrackerCounters Counters { get; init; }

    internal required RunStatistics Statistics { get; init; }

    internal required DurablePoint Durable { get; init; }

    internal required long Transactions { get; init; }

    internal required long WrittenBytes { get; init; }

    internal required int Compactions { get; init; }

    internal required double? PerSecondWith { get; init; }

    internal required double? PerSecondWithout { get; init; }

    internal required int Comparisons { get; init; }

    internal required long LostAtEpochs { get; init; }

    /// <summary>Why the run ended early; null when it did not.</summary>
    internal required string? Failure { get; init; }

    /// <summary>What a restore has brought back; null when the run failed before it.</summary>
    internal required RestoreVerdict? Restored { get; init; }

    /// <summary>Whether the sabotage asked for was never carried out.</summary>
    internal required bool SabotageMissing { get; init; }

    /// <summary>Pages lost: found at verified epochs, or, beyond those, in the restored image.</summary>
    internal long Lost => Math.Max(LostAtEpochs, Restored?.DifferingPages ?? 0);

    internal bool IsGood => Failure is null && Lost == 0 && Restored is { IsGood: true };
}
