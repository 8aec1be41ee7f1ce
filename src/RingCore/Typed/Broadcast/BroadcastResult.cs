namespace RingCore;

/// <summary>What became of a batched read of a broadcast ring.</summary>
/// <param name="Status"><see cref="BroadcastStatus.Read"/> where items were read, else why none was.</param>
/// <param name="Items">Items read, in order and without a gap among them.</param>
public readonly record struct BroadcastResult(BroadcastStatus Status, int Items);
