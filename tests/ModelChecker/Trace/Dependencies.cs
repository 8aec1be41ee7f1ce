namespace RingCore.ModelChecker.Trace;

/// <summary>The reads that a write depends on, a bit for each index in their thread.</summary>
/// <param name="Any">Its value, its place or whether it happens at all changes with the value read.</param>
/// <param name="ByValue">Of these, its value does.</param>
internal readonly record struct Dependencies(ulong Any, ulong ByValue);
