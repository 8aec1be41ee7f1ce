using System;
using RingCore.Tracking;

namespace LiveCheckpoint.Checkpoints;

/// <summary>What a run is asked to do.</summary>
internal sealed record RunOptions
{
    internal TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    internal TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromMilliseconds(100);

    internal int ImagePages { get; init; } = 64 << 8;

    internal ulong Seed { get; init; } = 1;

    /// <summary>Whether every epoch is compared with the live image, or every tenth.</summary>
    internal bool VerifiesAll { get; init; }

    internal SabotageKind Sabotage { get; init; }

    internal TrackerOptions Tracker { get; init; } = new();
}
