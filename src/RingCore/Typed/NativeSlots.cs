using System;
using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// Slots in native memory, contiguous and aligned to 128 bytes as a whole. By other fence points than the shipped ones items of a multiple of 4 bytes
/// are copied word by word, or by vector, so that a checker sees them; else as they are: payload, whose order is the indices' alone.
/// </summary>
/// <remarks>
/// Whoever takes the last item of a cache line stores a word into it: the core that owns a line gives it to the producer's in one transfer, where one that
/// both have read must first be taken away from the reader. The word is in the item just taken, and means nothing.
/// </remarks>
/// <typeparam name="T">The items.</typeparam>
public unsafe struct NativeSlots<T> : ISlots<T>
    where T : unmanaged
{
    // A plain access of the shipped fence points is the bare access, and an item copied as the structure that it is stays in registers. Word by word it would go
    // by way of the stack, where a word that two stores have written is loaded only after both have left the store buffer: behind lines on their way from
    // another core.
    private byte* _first;

    private static bool IsWords => sizeof(T) % sizeof(uint) == 0;

    private static bool FillsLines => CacheLine.Bytes % sizeof(T) == 0;

    /// <inheritdoc/>
    public static nuint NativeBytes(int capacity) => (nuint)capacity * (nuint)sizeof(T);

    /// <inheritdoc/>
    public void Place(byte* memory, int capacity) => _first = memory;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Write<TFence>(uint index, T item)
        where TFence : IFencePoints
    {
        if (typeof(TFence) == typeof(CoherentFencePoints) || !IsWords)
            *(T*)Slot(index) = item;
        else
            WordCopies.WriteItem<TFence, T>(Slot(index), item);
    }

    /// <inheritdoc/>
    public readonly void Write<TFence>(uint index, ReadOnlySpan<T> items)
        where TFence : IFencePoints
    {
        if (IsWords)
        {
            fixed (T* from = items)
                WordCopies.Write<TFence>(Slot(index), (byte*)from, (nuint)items.Length * (nuint)sizeof(T));
        }
        else
        {
            items.CopyTo(Show(index, items.Length));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly T Take<TFence>(uint index)
        where TFence : IFencePoints
    {
        byte* slot = Slot(index);
        T item = typeof(TFence) == typeof(CoherentFencePoints) || !IsWords ? *(T*)slot : WordCopies.ReadItem<TFence, T>(slot);
        Mark<TFence>(slot, (nuint)sizeof(T));
        return item;
    }

    /// <inheritdoc/>
    public readonly void Take<TFence>(uint index, Span<T> items)
        where TFence : IFencePoints
    {
        if (IsWords)
        {
            fixed (T* to = items)
                WordCopies.Read<TFence>(Slot(index), (byte*)to, (nuint)items.Length * (nuint)sizeof(T));
        }
        else
        {
            Show(index, items.Length).CopyTo(items);
        }

        Empty<TFence>(index, items.Length);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Span<T> Show(uint index, int count) => new(Slot(index), count);

    /// <inheritdoc/>
    public readonly void Empty<TFence>(uint index, int count)
        where TFence : IFencePoints
    {
        if (count > 0)
            Mark<TFence>(Slot(index), (nuint)count * (nuint)sizeof(T));
    }

    /// <summary>Stores a word into each line that ends within these bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mark<TFence>(byte* start, nuint bytes)
        where TFence : IFencePoints
    {
        if (!IsWords)
            return;
        byte* end = start + bytes;
        byte* lineEnd = (byte*)(((nuint)start | (CacheLine.Bytes - 1)) + 1);
        if (FillsLines && bytes == (nuint)sizeof(T))
        {
            // One item, which ends a line or does not.
            if (end == lineEnd)
                TFence.WritePlain((uint*)(lineEnd - sizeof(uint)), 0);
            return;
        }

        for (; lineEnd <= end; lineEnd += CacheLine.Bytes)
            TFence.WritePlain((uint*)(lineEnd - sizeof(uint)), 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly byte* Slot(uint index) => _first + ((nuint)index * (nuint)sizeof(T));
}
