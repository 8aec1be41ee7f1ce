using System;
using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// Slots in native memory, contiguous and aligned to 128 bytes as a whole. Items of a multiple of 4 bytes go through the door word by word, or by vector;
/// others, of 1, 2 or 3 bytes more, are copied past it: payload, whose order is the indices' alone.
/// </summary>
/// <remarks>
/// Whoever takes the last item of a cache line stores a word into it: the core that owns a line gives it to the producer's in one transfer, where one that
/// both have read must first be taken away from the reader. The word is in the item just taken, and means nothing.
/// </remarks>
/// <typeparam name="T">The items.</typeparam>
public unsafe struct NativeSlots<T> : ISlots<T>
    where T : unmanaged
{
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
        byte* slot = Slot(index);
        ref ulong words = ref Unsafe.As<T, ulong>(ref item);
        if (sizeof(T) == sizeof(uint))
        {
            TFence.WritePlain((uint*)slot, Unsafe.As<T, uint>(ref item));
        }
        else if (sizeof(T) == sizeof(ulong))
        {
            TFence.WritePlain((ulong*)slot, words);
        }
        else if (sizeof(T) == 2 * sizeof(ulong))
        {
            TFence.WritePlain((ulong*)slot, words);
            TFence.WritePlain((ulong*)slot + 1, Unsafe.Add(ref words, 1));
        }
        else if (IsWords)
        {
            WordCopies.Write<TFence>(slot, (byte*)&item, (nuint)sizeof(T));
        }
        else
        {
            Unsafe.WriteUnaligned(slot, item);
        }
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
        Unsafe.SkipInit(out T item);
        ref ulong words = ref Unsafe.As<T, ulong>(ref item);
        if (sizeof(T) == sizeof(uint))
        {
            Unsafe.As<T, uint>(ref item) = TFence.ReadPlain((uint*)slot);
        }
        else if (sizeof(T) == sizeof(ulong))
        {
            words = TFence.ReadPlain((ulong*)slot);
        }
        else if (sizeof(T) == 2 * sizeof(ulong))
        {
            words = TFence.ReadPlain((ulong*)slot);
            Unsafe.Add(ref words, 1) = TFence.ReadPlain((ulong*)slot + 1);
        }
        else if (IsWords)
        {
            WordCopies.Read<TFence>(slot, (byte*)&item, (nuint)sizeof(T));
        }
        else
        {
            item = Unsafe.ReadUnaligned<T>(slot);
        }

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
