using System;

namespace RingCore;

/// <summary>
/// Where a typed ring's items stand. A structure that the JIT specialises a ring for; it moves payload and orders nothing.
/// </summary>
/// <remarks>Ranges are of neighbouring slots and never go round the ring's end. Whose a slot is, the ring's indices say.</remarks>
/// <typeparam name="T">The items.</typeparam>
public unsafe interface ISlots<T>
{
    /// <summary>Bytes of native memory for so many slots; 0 for slots on the managed heap.</summary>
    static abstract nuint NativeBytes(int capacity);

    /// <summary>Makes the slots, once, before anybody uses them.</summary>
    /// <param name="memory">As many zeroed bytes as <see cref="NativeBytes"/> says, aligned to 128.</param>
    /// <param name="capacity">How many.</param>
    void Place(byte* memory, int capacity);

    /// <summary>Writes an item into a slot of the producer's.</summary>
    void Write<TFence>(uint index, T item)
        where TFence : IFencePoints;

    /// <summary>Writes items into slots of the producer's.</summary>
    void Write<TFence>(uint index, ReadOnlySpan<T> items)
        where TFence : IFencePoints;

    /// <summary>Reads a slot of the consumer's and lets go of what it refers to.</summary>
    T Take<TFence>(uint index)
        where TFence : IFencePoints;

    /// <summary>Reads slots of the consumer's and lets go of what they refer to.</summary>
    void Take<TFence>(uint index, Span<T> items)
        where TFence : IFencePoints;

    /// <summary>The slots themselves, as plain memory.</summary>
    Span<T> Show(uint index, int count);

    /// <summary>Lets go of what slots refer to: those taken in place, or claimed and not published.</summary>
    void Empty<TFence>(uint index, int count)
        where TFence : IFencePoints;
}
