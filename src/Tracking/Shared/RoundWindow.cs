namespace RingCore.Tracking;

/*
 * When a collector in another process may copy pages, and how it knows afterwards that it might.
 *
 *   producer                                   collector
 *   --------                                   ---------
 *   stores data of round n
 *   StoreRelease(word, n)          (E1)        LoadAcquire(word) == n         (E4)
 *   ...waits, for so long and no longer        copies the pages of round n
 *   WriteOnce(word, 0)             (E2)        FullFence()                    (E5)
 *   FullFence()                    (E3)        ReadOnce(word) == n            (E6): the copy is round n's
 *   stores data of round n + 1
 *
 * (E1) and (E4): who sees n sees the data of round n. (E2) with (E3), and (E5) with (E6): a copy that has any of the data that was stored
 * after (E3) is followed by a look that sees the 0, or a later number: no number comes twice in one word, for each ring has a word of its own and one
 * producer. So the producer waits for nobody without bound, and a collector that was late finds out by itself; nothing that it says is believed.
 */

/// <summary>The word that opens and closes the time in which a round's pages stand still.</summary>
/// <typeparam name="TFence">The door to the word.</typeparam>
internal readonly unsafe struct RoundWindow<TFence>
    where TFence : IFencePoints
{
    private readonly ulong* _word;

    /// <summary>Views a word that is 0 while no round may be copied.</summary>
    internal RoundWindow(ulong* word) => _word = word;

    /// <summary>Lets the pages of a round be copied. Producer, after its last store to them.</summary>
    internal void Open(ulong round) => TFence.StoreRelease(_word, round); // (E1) pairs with (E4), IsOpen

    /// <summary>Ends that. Producer, before its next store to any page.</summary>
    internal void Close()
    {
        TFence.WriteOnce(_word, 0); // (E2) pairs with (E6), WasOpen
        TFence.FullFence(); // (E3) pairs with (E5), WasOpen
    }

    /// <summary>Whether the pages of a round may be copied, which those of number 0, that of none, never may. Collector, before it copies.</summary>
    internal bool IsOpen(ulong round) => round != 0 && TFence.LoadAcquire(_word) == round; // (E4) pairs with (E1), Open

    /// <summary>Whether what has been copied is the round's. Collector, after it has copied.</summary>
    internal bool WasOpen(ulong round)
    {
        TFence.FullFence(); // (E5) pairs with (E3), Close
        return TFence.ReadOnce(_word) == round; // (E6) pairs with (E2), Close
    }
}
