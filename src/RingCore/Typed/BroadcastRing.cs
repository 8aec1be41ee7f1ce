namespace RingCore;

/// <summary>
/// A ring of which every reader sees every item, with one producer that nothing holds up: a reader that is too slow loses the oldest items, and is told how many.
/// </summary>
/// <typeparam name="T">The items.</typeparam>
/// <param name="capacity">Items that it holds: a power of two from 1 to 2^30.</param>
/// <exception cref="System.ArgumentOutOfRangeException">The capacity is outside its range.</exception>
public sealed class BroadcastRing<T>(int capacity) : BroadcastRing<CoherentFencePoints, T>(capacity)
    where T : unmanaged;
