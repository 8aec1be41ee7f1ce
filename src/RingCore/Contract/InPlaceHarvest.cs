using System;

namespace RingCore;

/// <summary>Published entries where they stand in the ring, at most two spans around its end. For peers that are trusted: it is plain memory.</summary>
/// <remarks>Nothing is harvested until <see cref="Commit"/>, and a commit ends the right to read the spans.</remarks>
/// <typeparam name="TItem">What a span shows of an entry; the state bits in it mean nothing.</typeparam>
public readonly ref struct InPlaceHarvest<TItem>
    where TItem : unmanaged
{
    private readonly IInPlaceCollector? _collector;
    private readonly ulong _start;

    internal InPlaceHarvest(IInPlaceCollector collector, ulong start, ReadOnlySpan<TItem> first, ReadOnlySpan<TItem> second)
    {
        _collector = collector;
        _start = start;
        First = first;
        Second = second;
    }

    /// <summary>The entries up to the end of the ring's memory.</summary>
    public ReadOnlySpan<TItem> First { get; }

    /// <summary>Those that follow from the start of the ring's memory.</summary>
    public ReadOnlySpan<TItem> Second { get; }

    /// <summary>Entries in both spans.</summary>
    public int Entries => First.Length + Second.Length;

    /// <summary>Harvests the first of the shown entries. Once.</summary>
    /// <param name="entries">How many, 0 to <see cref="Entries"/>.</param>
    /// <returns>The ticket of everything harvested so far; one that grants nothing where the collector has been disposed: nothing is harvested then.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="entries"/> is outside its range.</exception>
    /// <exception cref="InvalidOperationException">The collector has harvested since: the entries are not the ones that were shown.</exception>
    public HarvestTicket Commit(int entries)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(entries);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entries, Entries);
        return _collector?.Commit(_start, entries) ?? default;
    }
}
