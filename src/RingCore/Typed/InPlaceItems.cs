using System;

namespace RingCore;

/// <summary>Published items where they stand in the ring, at most two spans around its end.</summary>
/// <remarks>Nothing is taken until <see cref="Commit"/>, and a commit ends the right to read the spans.</remarks>
/// <typeparam name="T">The items.</typeparam>
public readonly ref struct InPlaceItems<T>
{
    private readonly IInPlaceConsumer? _consumer;
    private readonly ulong _start;

    internal InPlaceItems(IInPlaceConsumer consumer, ulong start, ReadOnlySpan<T> first, ReadOnlySpan<T> second)
    {
        _consumer = consumer;
        _start = start;
        First = first;
        Second = second;
    }

    /// <summary>The items up to the end of the ring's memory.</summary>
    public ReadOnlySpan<T> First { get; }

    /// <summary>Those that follow from the start of the ring's memory.</summary>
    public ReadOnlySpan<T> Second { get; }

    /// <summary>Items in both spans.</summary>
    public int Count => First.Length + Second.Length;

    /// <summary>Takes the first of the shown items. Once.</summary>
    /// <param name="count">How many, 0 to <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is outside its range.</exception>
    /// <exception cref="InvalidOperationException">The consumer has taken items since: these are not the ones that were shown.</exception>
    public void Commit(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        _consumer?.Commit(_start, count);
    }
}
