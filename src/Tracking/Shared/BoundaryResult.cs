namespace RingCore.Tracking;

/// <summary>What became of a boundary.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Round">Number of the round that was closed; 0 where none was.</param>
/// <param name="Pages">Pages of that round.</param>
public readonly record struct BoundaryResult(BoundaryStatus Status, ulong Round, long Pages);
