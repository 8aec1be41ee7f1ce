namespace RingCore.Tracking;

/// <summary>Cuts a run of pages into words of 64: what a bitmap takes at once.</summary>
internal struct WordRuns
{
    private readonly ulong _end;
    private ulong _next;

    /// <summary>Starts at the first word.</summary>
    /// <param name="first">First page.</param>
    /// <param name="pages">Number of pages; the run must not reach beyond 2^63.</param>
    internal WordRuns(ulong first, long pages) => (_next, _end) = (first, first + (ulong)pages);

    /// <summary>Number of the word that <see cref="Next"/> went to.</summary>
    internal long Word { get; private set; }

    /// <summary>Bit k stands for page 64 <see cref="Word"/> + k.</summary>
    internal ulong Mask { get; private set; }

    /// <summary>Goes to the next word.</summary>
    /// <returns>False at the end of the run.</returns>
    internal bool Next()
    {
        if (_next >= _end)
            return false;
        Word = (long)(_next >> 6);
        ulong wordEnd = (_next | 63) + 1;
        Mask = ulong.MaxValue << (int)(_next & 63);
        if (_end < wordEnd)
            Mask &= ulong.MaxValue >> (int)(wordEnd - _end);
        _next = wordEnd;
        return true;
    }
}
