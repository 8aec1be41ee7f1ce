using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// A producer's index, spread over words in lines of their own: one for each block of slots, which counts up to the block's end and then stays.
/// </summary>
/// <remarks>
/// A consumer that has caught up reads the producer's index again and again, and every read takes its line away from the producer, which waits for it with
/// the next store. With one word that goes on for ever; with a word for each block it ends where the producer goes on to the next.
/// A word that was not written in this lap is older than the position that is asked for, and says that nothing is published.
/// </remarks>
internal readonly unsafe struct PublishedBlocks
{
    private const int BlockBytes = 4 * CacheLine.Bytes;
    private const int LeastItems = 16;

    private readonly byte* _words;
    private readonly int _shift;
    private readonly uint _mask;

    /// <summary>Over memory of <see cref="BytesFor"/>, which it sets.</summary>
    internal PublishedBlocks(byte* words, int capacity, int blockItems, ulong firstPosition)
    {
        _words = words;
        _shift = BitOperations.Log2((uint)blockItems);
        _mask = (uint)(capacity / blockItems) - 1;
        // No other thread sees the ring yet.
        for (uint block = 0; block <= _mask; block++)
            *(uint*)(_words + (block * CacheLine.Bytes)) = (uint)firstPosition;
    }

    private uint ItemsPerBlock => 1u << _shift;

    /// <summary>Items of a block: 256 bytes of them, 16 or more; a smaller ring is one block.</summary>
    internal static int ItemsFor(int capacity, int itemBytes)
    {
        int items = Math.Max(LeastItems, (int)BitOperations.RoundUpToPowerOf2((uint)(BlockBytes / Math.Min(itemBytes, BlockBytes))));
        return Math.Min(capacity, items);
    }

    /// <summary>Bytes of the words.</summary>
    internal static nuint BytesFor(int capacity, int blockItems) => (nuint)(capacity / blockItems) * CacheLine.Bytes;

    /// <summary>Items from a position to the end of its block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint Rest(ulong position) => ItemsPerBlock - ((uint)position & (ItemsPerBlock - 1));

    /// <summary>The word of the block that a position is in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint* Word(ulong position) => (uint*)(_words + ((((uint)position >> _shift) & _mask) * (nuint)CacheLine.Bytes));
}
