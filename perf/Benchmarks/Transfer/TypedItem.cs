namespace RingCore.Benchmarks.Transfer;

/// <summary>
/// An item of 16 bytes. Not a DirtyPage, whose fields stand where an entry has them: a structure with an explicit layout and a gap goes by way of the stack.
/// </summary>
internal readonly record struct TypedItem(ulong Slot, ulong Number);
