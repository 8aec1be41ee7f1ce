namespace RingCore;

/// <summary>
/// A ring of items that are or contain references, from one producer to one consumer. A slot is cleared when its item is taken: the ring keeps nothing
/// alive but what is in it.
/// </summary>
/// <remarks>
/// The items stand on the managed heap. Disposing both handles frees the ring's control block, 640 bytes of native memory; without that the garbage collector's
/// finalizer does. Items that nobody takes live as long as the ring.
/// </remarks>
/// <typeparam name="T">The items.</typeparam>
public sealed class ManagedSpscRing<T> : SpscRing<CoherentFencePoints, T, ManagedSlots<T>>
{
    /// <summary>Makes a ring that refuses when it is full and reserves nothing.</summary>
    /// <param name="capacity">Items that it holds: a power of two from 1 to 2^30.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">The capacity is outside its range.</exception>
    public ManagedSpscRing(int capacity)
        : this(new TypedRingOptions { Capacity = capacity })
    {
    }

    /// <summary>Makes a ring.</summary>
    /// <param name="options">Its numbers and policies.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">A number is outside its range.</exception>
    public ManagedSpscRing(TypedRingOptions options)
        : base(options)
    {
    }
}
