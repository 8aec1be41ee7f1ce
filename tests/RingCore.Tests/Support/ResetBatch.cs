namespace RingCore.Tests;

/// <summary>One call of a reset's sink.</summary>
internal readonly record struct ResetBatch(uint Slot, ulong Offset, ulong Mask);
