using System;

namespace RingCore.Tracking;

/// <summary>
/// A round that has been closed: its page numbers, and no right to read the pages. <see cref="Reset"/> re-arms them and gives that right.
/// One thread at a time.
/// </summary>
/// <remarks>Disposed without a reset, its pages go back to the open round and come again with the next.</remarks>
public sealed class CollectedRound : IDisposable
{
    private readonly RoundInFlight _round;
    private bool _isReset;

    internal CollectedRound(RoundInFlight round) => _round = round;

    /// <summary>1 for a tracker's first round.</summary>
    public long Number => _round.Number;

    /// <summary>Number of pages in the round.</summary>
    public long Pages => _round.Count;

    /// <summary>Enumerates the frame numbers in ascending order; allocates nothing.</summary>
    /// <exception cref="InvalidOperationException">The round is over.</exception>
    public PageEnumerator GetEnumerator() => new(_round);

    /// <summary>
    /// Re-arms the pages: a write from now on belongs to a later round too, and every write of this round is there to be read. Fences all
    /// threads of the process once: microseconds.
    /// </summary>
    /// <exception cref="InvalidOperationException">The round is over, or reset already.</exception>
    public ReadableRound Reset()
    {
        if (_isReset)
            throw new InvalidOperationException($"Round {Number} is reset already.");
        _round.Rearm();
        _isReset = true;
        return new ReadableRound(_round);
    }

    /// <summary>Ends the round unless it has been reset: its pages go back to the open round. A second call does nothing.</summary>
    public void Dispose()
    {
        if (!_isReset)
            _round.Return();
    }
}
