namespace RingCore.Benchmarks.RingSize;

/// <summary>Where a ring's entries stand.</summary>
/// <param name="Start">Address of the first.</param>
/// <param name="Bytes">Size of all.</param>
/// <param name="EntryBytes">Size of one.</param>
internal readonly record struct EntryMemory(nint Start, int Bytes, int EntryBytes);
