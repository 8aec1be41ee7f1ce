using System;

namespace RingCore;

/// <summary>A claim that holds up a consumer: a producer has claimed the slot and not published it.</summary>
/// <param name="Position">The position that the consumer stands at.</param>
/// <param name="Age">How long that has been so, since the consumer first looked: at least so long ago has it been claimed.</param>
public readonly record struct RingStall(ulong Position, TimeSpan Age);
