using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// Slots in an array on the managed heap, for items that are or contain references. A slot is cleared when its item is taken, so that the ring keeps
/// nothing alive but what is in it.
/// </summary>
/// <remarks>The array has slots to spare on both sides: no other object is in a line that the ring writes.</remarks>
/// <typeparam name="T">The items.</typeparam>
public unsafe struct ManagedSlots<T> : ISlots<T>
{
    // In a structure of its own, since a store into an array of references checks what the array is of.
    private Cell[] _cells;

    private static int PaddingSlots => (CacheLine.PaddingBytes + Unsafe.SizeOf<T>() - 1) / Unsafe.SizeOf<T>();

    /// <inheritdoc/>
    public static nuint NativeBytes(int capacity) => 0;

    /// <inheritdoc/>
    public void Place(byte* memory, int capacity) => _cells = new Cell[capacity + (2 * PaddingSlots)];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Write<TFence>(uint index, T item)
        where TFence : IFencePoints => Slot(index) = item;

    /// <inheritdoc/>
    public readonly void Write<TFence>(uint index, ReadOnlySpan<T> items)
        where TFence : IFencePoints => items.CopyTo(Show(index, items.Length));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly T Take<TFence>(uint index)
        where TFence : IFencePoints
    {
        ref T slot = ref Slot(index);
        T item = slot;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            slot = default!;
        return item;
    }

    /// <inheritdoc/>
    public readonly void Take<TFence>(uint index, Span<T> items)
        where TFence : IFencePoints
    {
        Show(index, items.Length).CopyTo(items);
        Empty<TFence>(index, items.Length);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Span<T> Show(uint index, int count) => MemoryMarshal.CreateSpan(ref Slot(index), count);

    /// <inheritdoc/>
    public readonly void Empty<TFence>(uint index, int count)
        where TFence : IFencePoints
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            Show(index, count).Clear();
    }

    // No check of the index: a ring masks it, and the array is longer than the mask.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ref T Slot(uint index) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_cells), (nuint)index + (nuint)PaddingSlots).Item;

    private struct Cell
    {
        internal T Item;
    }
}
