namespace RingCore.AliasedCache;

/// <summary>One step of a party.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The fence point, or the failure.</param>
/// <param name="Offset">Bytes from the start of the ring's memory.</param>
/// <param name="Bytes">4 or 8.</param>
/// <param name="Value">What is written, or the turn that is awaited.</param>
internal readonly record struct Access(AccessKind Kind, string Name, int Offset = 0, int Bytes = 0, ulong Value = 0);
