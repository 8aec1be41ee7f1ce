namespace RingCore.Tracking;

/// <summary>The pages of a round, as long as it is not over.</summary>
internal interface IRoundPages
{
    /// <summary>The first word of pages at or after the given one, see <see cref="PageSet{TFence}.NextWord"/>.</summary>
    /// <exception cref="System.InvalidOperationException">The round is over.</exception>
    long NextWord(long from, out ulong bits);

    /// <summary>Refuses a round that is over.</summary>
    /// <exception cref="System.InvalidOperationException">The round is over.</exception>
    void CheckOpen();
}
