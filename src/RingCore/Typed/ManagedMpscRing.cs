namespace RingCore;

/// <summary>
/// A ring of items that are or contain references, from many producers to one consumer. A slot is cleared when its item is taken, given back or refused: the ring
/// keeps nothing alive but what is in it.
/// </summary>
/// <remarks>
/// The items stand on the managed heap, the words of their slots in native memory. Disposing both handles frees the latter; without that the garbage collector's
/// finalizer does. Items that nobody takes live as long as the ring, and so does what a producer wrote that never came back from a skipped claim.
/// </remarks>
/// <typeparam name="T">The items.</typeparam>
public sealed class ManagedMpscRing<T> : MpscRing<CoherentFencePoints, T, ManagedSlots<T>>
{
    /// <summary>Makes a ring that refuses when it is full and reserves nothing.</summary>
    /// <param name="capacity">Items that it holds: a power of two from 1 to 2^28.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">The capacity is outside its range.</exception>
    public ManagedMpscRing(int capacity)
        : this(new TypedRingOptions { Capacity = capacity })
    {
    }

    /// <summary>Makes a ring.</summary>
    /// <param name="options">Its numbers and policies.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">A number is outside its range.</exception>
    public ManagedMpscRing(TypedRingOptions options)
        : base(options)
    {
    }
}
