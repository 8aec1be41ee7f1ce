using System.Numerics;

namespace RingCore.Tracking;

/// <summary>Walks the frame numbers of a round in ascending order. Ends with the round.</summary>
public struct PageEnumerator
{
    private readonly IRoundPages _round;
    private long _word;
    private ulong _bits;

    internal PageEnumerator(IRoundPages round)
    {
        round.CheckOpen();
        _round = round;
        _word = round.NextWord(0, out _bits);
    }

    /// <summary>Frame number of the page that <see cref="MoveNext"/> went to.</summary>
    public ulong Current { get; private set; }

    /// <summary>Goes to the next page.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="System.InvalidOperationException">The round is over.</exception>
    public bool MoveNext()
    {
        if (_bits == 0 && _word >= 0)
            _word = _round.NextWord(_word + 1, out _bits);
        if (_word < 0)
            return false;
        Current = ((ulong)_word << 6) + (ulong)BitOperations.TrailingZeroCount(_bits);
        _bits &= _bits - 1;
        return true;
    }
}
