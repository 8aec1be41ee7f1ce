namespace RingCore.Diagnostics;

/// <summary>What traces and meters say of a ring's size.</summary>
/// <param name="Entries">Entries, or items, that it holds.</param>
/// <param name="EntryBytes">Bytes of one.</param>
/// <param name="ReservedEntries">Those between soft full and full.</param>
internal readonly record struct RingSize(int Entries, int EntryBytes, int ReservedEntries);
