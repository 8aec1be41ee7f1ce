using System;

namespace RingCore.Tracking;

/// <summary>
/// A round whose pages may be read: what is read is at least as new as the last write that belongs to the round, and what is written
/// meanwhile comes again with a later round. One thread at a time.
/// </summary>
/// <remarks>Disposed without <see cref="Commit"/>, its pages go back to the open round and come again with the next.</remarks>
public sealed class ReadableRound : IDisposable
{
    private readonly RoundInFlight _round;

    internal ReadableRound(RoundInFlight round) => _round = round;

    /// <summary>1 for a tracker's first round.</summary>
    public long Number => _round.Number;

    /// <summary>Number of pages in the round.</summary>
    public long Pages => _round.Count;

    /// <summary>Enumerates the frame numbers in ascending order; allocates nothing.</summary>
    /// <exception cref="InvalidOperationException">The round is over.</exception>
    public PageEnumerator GetEnumerator() => new(_round);

    /// <summary>
    /// The live bytes of a page, <see cref="TrackedMemory.PageBytes"/> of them, good until the round is over. Writers may be writing them.
    /// </summary>
    /// <param name="gfn">Frame number of a page of this round.</param>
    /// <exception cref="ArgumentOutOfRangeException">The page is not in the round: nothing is promised about its content.</exception>
    /// <exception cref="InvalidOperationException">The round is over.</exception>
    public ReadOnlySpan<byte> Read(ulong gfn) => _round.Read(gfn);

    /// <summary>Retires the round: its consumer has its pages for good, and answers for them from now on.</summary>
    /// <exception cref="InvalidOperationException">The round is over.</exception>
    public void Commit() => _round.Commit();

    /// <summary>Ends the round unless it has been committed: its pages go back to the open round. A second call does nothing.</summary>
    public void Dispose() => _round.Return();
}
