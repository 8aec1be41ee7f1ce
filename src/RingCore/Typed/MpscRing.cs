namespace RingCore;

/// <summary>A ring of unmanaged items from many producers to one consumer, in native memory. <see cref="ManagedMpscRing{T}"/> takes items with references.</summary>
/// <remarks>Disposing both handles frees the memory; without that the garbage collector's finalizer does.</remarks>
/// <typeparam name="T">The items; copied as bytes.</typeparam>
public sealed class MpscRing<T> : MpscRing<CoherentFencePoints, T, NativeSlots<T>>
    where T : unmanaged
{
    /// <summary>Makes a ring that refuses when it is full and reserves nothing.</summary>
    /// <param name="capacity">Items that it holds: a power of two from 1 to 2^28.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">The capacity is outside its range.</exception>
    public MpscRing(int capacity)
        : this(new TypedRingOptions { Capacity = capacity })
    {
    }

    /// <summary>Makes a ring.</summary>
    /// <param name="options">Its numbers and policies.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">A number is outside its range.</exception>
    public MpscRing(TypedRingOptions options)
        : base(options)
    {
    }
}
