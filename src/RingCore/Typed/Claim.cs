using System;

namespace RingCore;

/// <summary>
/// Slots that a producer fills where they stand, at most two spans around the ring's end. What is not committed is given back by
/// <see cref="Dispose"/>: an exception while filling publishes nothing.
/// </summary>
/// <remarks>
/// What the slots hold at first is left over from before and means nothing. A producer pushes nothing else while a claim of its is open.
/// A commit, and a dispose, end the right to use the spans: those of every copy, of which a using statement makes one. So does a dispose of the producer, which
/// gives an open claim back.
/// </remarks>
/// <typeparam name="T">The items.</typeparam>
public ref struct Claim<T>
{
    private readonly ulong _key;
    private IClaimant? _claimant;

    internal Claim(IClaimant claimant, ulong key, Span<T> first, Span<T> second)
    {
        _claimant = claimant;
        _key = key;
        First = first;
        Second = second;
    }

    /// <summary>The slots up to the end of the ring's memory.</summary>
    public Span<T> First { get; }

    /// <summary>Those that follow from the start of the ring's memory.</summary>
    public Span<T> Second { get; }

    /// <summary>Slots in both spans.</summary>
    public readonly int Count => First.Length + Second.Length;

    /// <summary>The slot at an index over both spans, 0 to <see cref="Count"/> less 1.</summary>
    public readonly ref T this[int index] => ref index < First.Length ? ref First[index] : ref Second[index - First.Length];

    /// <summary>Publishes all claimed slots.</summary>
    /// <inheritdoc cref="Commit(int)"/>
    public PushStatus Commit() => Commit(Count);

    /// <summary>Publishes the first of the claimed slots and gives the others back. Once.</summary>
    /// <param name="count">How many, 0 to <see cref="Count"/>.</param>
    /// <returns>
    /// <see cref="PushStatus.Published"/> or <see cref="PushStatus.PublishedSoftFull"/>; else why nothing was published, <see cref="PushStatus.HandleDisposed"/>,
    /// or why not all of them, <see cref="PushStatus.RefusedSkipped"/>.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is outside its range.</exception>
    /// <exception cref="InvalidOperationException">The claim has been committed or disposed.</exception>
    public PushStatus Commit(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        IClaimant claimant = _claimant ?? throw new InvalidOperationException("This claim has ended: it has been committed or disposed, or was never made.");
        _claimant = null;
        return claimant.Commit(_key, Count, count);
    }

    /// <summary>Gives back what is not committed; after a commit, nothing.</summary>
    public void Dispose()
    {
        IClaimant? claimant = _claimant;
        _claimant = null;
        claimant?.Abort(_key, Count);
    }
}
