using LiveCheckpoint.Log;
using RingCore.Tracking;

namespace LiveCheckpoint.Checkpoints;

/// <summary>A checkpoint on its way to the disk.</summary>
/// <param name="Number">The epoch; one more than the last.</param>
/// <param name="Transaction">The last transaction that its image holds.</param>
/// <param name="ImagePages">Pages of the database.</param>
/// <param name="Pages">Copies of the dirty pages.</param>
/// <param name="Round">The tracker's round, committed when the epoch is durable.</param>
/// <param name="Verifies">Whether the result is compared with the live image, which stands still until then.</param>
internal sealed record Epoch(long Number, long Transaction, int ImagePages, EpochPages Pages, ReadableRound Round, bool Verifies);
