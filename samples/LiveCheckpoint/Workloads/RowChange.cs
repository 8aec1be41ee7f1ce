namespace LiveCheckpoint.Workloads;

/// <summary>One change of a transaction: the row is written anew, or deleted if it is there.</summary>
internal readonly record struct RowChange(long Id, bool Deletes);
