using System.Threading;

namespace RingCore;

/*
 * Sleeping on a word of the other side's, which the sleeper may be able to read only.
 *
 *   who changes the word                            who waits
 *   --------------------                            ---------
 *                                                   LoadAcquire(word); if it is there: done   (S5)
 *   StoreRelease(word), its own letter              WriteOnce(waits, 1)                       (S1)
 *   FullFence()                       (S2)          LoadAcquire(word); if it is there: done   (S6)
 *   ReadOnce(waits)                   (S3)          Wait(word, what was read)                 (S7)
 *   if 1: Wake(word)                  (S4)          at the end: WriteOnce(waits, 0)
 *
 *   (S1)+(S7) and the store+(S2)+(S3) are Dekker's store-load pair: either the comparison of (S7) finds the new word and does not sleep, or (S3) finds
 *   the 1. (S7) needs no fence ahead of it: the kernel has a full one between the call and the comparison (kernel/futex/waitwake.c, barrier (A)), and
 *   where waits poll, they look again. The waker fences itself: this stands once per batch, not once per page, and needs nothing of the other
 *   process.
 *   (S5) and (S6) pair with the release of the word: what was done before it is seen. Nothing is believed for having been woken. A sleeper may be
 *   moved to another word by a hostile peer that maps this one (FUTEX_REQUEUE), and a peer that died wakes nobody: so no sleep lasts longer than a
 *   slice of the fence points.
 */

/// <summary>Doorbell and reset index across processes: who waits for them has one thread.</summary>
internal static unsafe class WordSignal
{
    /// <summary>Wakes whoever waits for the word; after the store of it.</summary>
    /// <returns>Whether somebody waits.</returns>
    internal static bool Raise<TFence>(uint* word, uint* waits)
        where TFence : IFencePoints
    {
        TFence.FullFence(); // (S2) pairs with the fence within (S7), Wait
        if (TFence.ReadOnce(waits) == 0) // (S3) pairs with (S1), Wait
            return false;
        TFence.Wake(word); // (S4) pairs with (S7), Wait
        return true;
    }

    /// <summary>Whether the word has come to a target already.</summary>
    /// <param name="word">A free-running count.</param>
    /// <param name="target">This count or a later one, by their difference.</param>
    /// <param name="seen">The count as it was read.</param>
    internal static bool IsThere<TFence>(uint* word, uint target, out uint seen)
        where TFence : IFencePoints
    {
        seen = TFence.LoadAcquire(word); // (S5) pairs with the release of the word
        return IsReached(seen, target);
    }

    /// <summary>Waits until the word has come to a target.</summary>
    /// <param name="word">A free-running count.</param>
    /// <param name="waits">Set while this waits.</param>
    /// <param name="target">What to wait for: this count or a later one, by their difference.</param>
    /// <param name="deadline">When to give up.</param>
    /// <param name="cancellation">Looked at once per slice.</param>
    /// <param name="seen">The count as it was read last.</param>
    internal static WaitStatus Wait<TFence>(
        uint* word, uint* waits, uint target, Waiter.Deadline deadline, CancellationToken cancellation, out uint seen)
        where TFence : IFencePoints
    {
        if (IsThere<TFence>(word, target, out seen))
            return WaitStatus.Ready;
        TFence.WriteOnce(waits, 1); // (S1) pairs with (S3), Raise
        WaitStatus status;
        while (!TryEnd(seen = TFence.LoadAcquire(word), target, deadline, cancellation, out status)) // (S6) pairs with the release of the word
            TFence.Wait(word, seen, deadline.RemainingMilliseconds); // (S7) pairs with (S4), Raise
        TFence.WriteOnce(waits, 0);
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
