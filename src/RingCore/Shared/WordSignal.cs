using System.Threading;
using Fence = RingCore.SharedFencePoints;

namespace RingCore;

/*
 * Sleeping on a word of the other side's, which the sleeper may be able to read only.
 *
 *   who changes the word                            who waits
 *   --------------------                            ---------
 *   stores the word                                 WriteOnce(waits, 1)                       (S1)
 *   FullFence()                       (S3)          FullFence()                               (S2)
 *   ReadOnce(waits)                   (S4)          LoadAcquire(word); if it is there: done   (S5)
 *   if 1: Wake(word)                  (S6)          Wait(word, what was read)                 (S7)
 *                                                   at the end: WriteOnce(waits, 0)
 *
 *   (S1)+(S2) and the store+(S3) are Dekker's store-load pair: either the waiter reads the new word, or who changes it reads the 1. Both sides
 *   fence themselves: this stands once per batch, not once per page, and needs nothing of the other process. (S7) compares atomically, so that a
 *   change after (S5) ends the wait at once.
 *   The word tells (by its own release and (S5)) and nothing is believed for having been woken. A sleeper may be moved to another word by a hostile
 *   peer that maps this one (FUTEX_REQUEUE), and a peer that died wakes nobody: so no sleep lasts longer than a slice of the fence points.
 */

/// <summary>Doorbell and reset index across processes: who waits for them has one thread.</summary>
internal static unsafe class WordSignal
{
    /// <summary>Wakes whoever waits for the word; after the store of it.</summary>
    internal static void Raise(uint* word, uint* waits)
    {
        Fence.FullFence(); // (S3) pairs with (S2), Wait
        if (Fence.ReadOnce(waits) != 0) // (S4) pairs with (S1), Wait
            Fence.Wake(word); // (S6) pairs with (S7), Wait
    }

    /// <summary>Waits until the word has come to a target.</summary>
    /// <param name="word">A free-running count.</param>
    /// <param name="waits">Set while this waits.</param>
    /// <param name="target">What to wait for: this count or a later one, by their difference.</param>
    /// <param name="deadline">When to give up.</param>
    /// <param name="cancellation">Looked at once per slice.</param>
    /// <param name="seen">The count as it was read last.</param>
    internal static WaitStatus Wait(
        uint* word, uint* waits, uint target, Waiter.Deadline deadline, CancellationToken cancellation, out uint seen)
    {
        seen = Fence.LoadAcquire(word);
        if (IsReached(seen, target))
            return WaitStatus.Ready;
        Fence.WriteOnce(waits, 1); // (S1) pairs with (S4), Raise
        Fence.FullFence(); // (S2) pairs with (S3), Raise
        WaitStatus status;
        while (!TryEnd(seen = Fence.LoadAcquire(word), target, deadline, cancellation, out status)) // (S5)
            Fence.Wait(word, seen, deadline.RemainingMilliseconds); // (S7) pairs with (S6), Raise
        Fence.WriteOnce(waits, 0);
        return status;
    }

    private static bool TryEnd(uint seen, uint target, Waiter.Deadline deadline, CancellationToken cancellation, out WaitStatus status)
    {
        bool isReached = IsReached(seen, target);
        bool isCancelled = cancellation.IsCancellationRequested;
        status = isReached ? WaitStatus.Ready : isCancelled ? WaitStatus.Cancelled : WaitStatus.TimedOut;
        return isReached || isCancelled || deadline.IsOver;
    }

    private static bool IsReached(uint seen, uint target) => (int)(seen - target) >= 0;
}
