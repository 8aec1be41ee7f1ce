using System;
using System.Diagnostics;
using System.Threading;

namespace RingCore.Tracking;

/*
 * "Some ring is soft full": a level that writers raise, a drain lowers, and draining threads sleep on.
 *
 *   writer                                   drain                            waiter
 *   ------                                   -----                            ------
 *   pushes; the ring is soft full            CAS(word, lowered)     (S2)      ReadOnce(word)                (S3)
 *   CAS(word, raised)            (S1)        harvests and resets              raised: done
 *   Wake(word), waits for space              all rings                        else Wait(word, as seen)      (S4)
 *
 * The word is a count of changes above two level bits, so that any change between (S3) and (S4) ends the wait at once: no wake-up is
 * lost, a cancellation's and a closing's included, which change the count alone. (S1) is a compare-exchange even where the level is
 * raised already: a full fence after the push. Either it comes before (S2), and then the drain that follows (S2) harvests the push, or it
 * raises the level anew. Without it a writer could see a level that a drain is about to lower, and sleep on a ring that nobody comes back
 * to.
 */

/// <summary>The level and its waiters; the word is the caller's.</summary>
/// <typeparam name="TFence">The door to the word.</typeparam>
internal readonly unsafe struct SoftFullSignal<TFence>
    where TFence : IFencePoints
{
    private const uint Raised = 1;
    private const uint Closed = 2;
    private const uint OneChange = 4;

    private readonly uint* _word;

    /// <summary>Views a word that is 0 at first.</summary>
    internal SoftFullSignal(uint* word) => _word = word;

    /// <summary>Raises the level and wakes all waiters. Any thread, after its push.</summary>
    internal void Raise() => Change(Raised, 0, isWorthWaking: true);

    /// <summary>Lowers the level: for who drains all rings next.</summary>
    internal void Lower() => Change(0, Raised, isWorthWaking: false);

    /// <summary>Ends all waits, those to come too.</summary>
    internal void Close() => Change(Closed, 0, isWorthWaking: true);

    /// <summary>Whether <see cref="Close"/> was called.</summary>
    internal bool IsClosed => (TFence.ReadOnce(_word) & Closed) != 0; // (S8) no pair: whoever misses it waits no longer than its timeout

    /// <summary>Waits until the level is raised.</summary>
    /// <returns>False on timeout, cancellation or closing.</returns>
    internal bool Wait(TimeSpan timeout, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        using CancellationTokenRegistration registration = cancellation.UnsafeRegister(
            static word => new SoftFullSignal<TFence>((uint*)(nint)word!).Nudge(), (nint)_word);
        while (true)
        {
            uint seen = TFence.ReadOnce(_word); // (S3) pairs with (S1), Change
            if ((seen & Raised) != 0)
                return true;
            if ((seen & Closed) != 0 || cancellation.IsCancellationRequested)
                return false;
            int milliseconds = -1;
            if (timeout != Timeout.InfiniteTimeSpan)
            {
                // Rounded up, so that a sleep does not end just short of the timeout again and again.
                milliseconds = (int)Math.Ceiling((timeout - Stopwatch.GetElapsedTime(start)).TotalMilliseconds);
                if (milliseconds <= 0)
                    return false;
            }

            TFence.Wait(_word, seen, milliseconds); // (S4) pairs with (S1), Change, and (S6), Nudge
        }
    }

    private void Nudge()
    {
        uint seen;
        do
            seen = TFence.ReadOnce(_word); // (S5) no pair: the exchange checks it
        while (TFence.CompareExchange(_word, seen + OneChange, seen) != seen); // (S6) pairs with (S4), Wait
        TFence.Wake(_word);
    }

    private void Change(uint set, uint clear, bool isWorthWaking)
    {
        uint seen;
        uint changed;
        do
        {
            seen = TFence.ReadOnce(_word); // (S7) no pair: the exchange checks it
            changed = (seen & ~clear) | set;
            if (changed != seen)
                changed += OneChange;
        }
        while (TFence.CompareExchange(_word, changed, seen) != seen); // (S1) or (S2) pairs with the other, and with (S3), Wait
        if (isWorthWaking && changed != seen)
            TFence.Wake(_word);
    }
}
