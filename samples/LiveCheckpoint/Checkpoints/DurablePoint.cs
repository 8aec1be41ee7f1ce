namespace LiveCheckpoint.Checkpoints;

/// <summary>What is on the disk for certain.</summary>
/// <param name="Epoch">The last durable epoch; 0 for none.</param>
/// <param name="Transaction">The last transaction that it holds.</param>
/// <param name="Generation">How often the log was compacted.</param>
/// <param name="LogBytes">The log's durable length.</param>
internal readonly record struct DurablePoint(long Epoch, long Transaction, long Generation, long LogBytes);
