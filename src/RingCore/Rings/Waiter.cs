using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading;
using RingCore.Diagnostics;

namespace RingCore;

/*
 * Sleeping and waking without a fence in the waker's path.
 *
 *   waker (push or reset)                      waiter
 *   ---------------------                      ------
 *   publishes: StoreRelease                    WriteOnce(waits, 1)                (W2)
 *   ReadOnce(waits)               (W1)         ProcessWideFence()                 (W3)
 *   if 1: WriteOnce(waits, 0)     (W4)         looks at the ring; if there is nothing:
 *         Wake(waits)             (W5)         Wait(waits, 1)                     (W6)
 *
 * (W1) and (W2)+(W3) are Dekker's store-load pair: either the waiter sees what was published, or the waker sees the 1. The waker's half
 * is program order alone (two volatile accesses, which the JIT keeps in order); (W3) makes every processor of the process pay for it,
 * microseconds, once per sleep. (W4) before (W5), and (W6) compares atomically, so that a waker between (W3) and (W6) leaves a 0 that
 * ends the wait at once. A waiter never clears the word: with several waiters it would clear another's request.
 *
 * Where several wait by one word, a 1 does not do. One is woken, asks again, finds what it waits for, and leaves its 1; the other, woken by the same 0 but not yet
 * at (W6), would take that 1 for its own and sleep through. There each request is a number of its own, (W7), and whoever finds one there waits with it:
 *
 *                                              ReadOnce(waits); if 0: a new number, WriteOnce(waits, number)   (W2)
 *                                              Wait(waits, number)                                             (W6)
 */

/// <summary>The wait loop that all handles share.</summary>
internal static unsafe class Waiter
{
    private const int BriefSpins = 64;

    /// <summary>Waits until the condition is met.</summary>
    /// <param name="condition">Looked at on this thread only.</param>
    /// <param name="waits">The word that asks for a wake-up, see <see cref="WakeIfWaiting"/>.</param>
    /// <param name="strategy">How to wait.</param>
    /// <param name="timeout">0 to <see cref="int.MaxValue"/> milliseconds, or infinite.</param>
    /// <param name="cancellation">Ends the wait early.</param>
    /// <param name="requests">Where several may wait by the word: the last of their requests' numbers.</param>
    internal static WaitStatus Wait<TFence>(
        IWaitCondition condition, uint* waits, WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation, uint* requests = null)
        where TFence : IFencePoints
    {
        Deadline deadline = Deadline.After(timeout);
        for (int spins = 0; ; spins++)
        {
            if (condition.IsMet())
                return WaitStatus.Ready;
            if (cancellation.IsCancellationRequested)
                return WaitStatus.Cancelled;
            if (deadline.IsOver)
                return WaitStatus.TimedOut;
            if (strategy == WaitStrategy.Spin || spins < BriefSpins)
                Thread.SpinWait(1);
            else if (strategy == WaitStrategy.Yield)
                Thread.Yield();
            else
                break;
        }

        return Sleep<TFence>(condition, waits, deadline, cancellation, requests);
    }

    /// <summary>Wakes the waiter if there is one. Called after a release store of what it waits for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void WakeIfWaiting<TFence>(uint* waits)
        where TFence : IFencePoints
    {
        if (TFence.ReadOnce(waits) != 0) // (W1) pairs with (W2) and (W3), Sleep
            Wake<TFence>(waits);
    }

    /// <summary>Sleeps until woken, again and again until the condition is met.</summary>
    internal static WaitStatus Sleep<TFence>(
        IWaitCondition condition, uint* waits, Deadline deadline, CancellationToken cancellation, uint* requests = null)
        where TFence : IFencePoints
    {
        // The callback is a waker like any other: the token is cancelled before it runs, and looked at after (W3).
        using CancellationTokenRegistration registration = cancellation.UnsafeRegister(static word => Wake<TFence>((uint*)(nint)word!), (nint)waits);
        while (true)
        {
            uint request = Ask<TFence>(waits, requests);
            TFence.ProcessWideFence(); // (W3) pairs with the program order of the waker's publication and (W1)
            if (condition.IsMet())
                return WaitStatus.Ready;
            if (cancellation.IsCancellationRequested)
                return WaitStatus.Cancelled;
            if (deadline.IsOver)
                return WaitStatus.TimedOut;
            TFence.Wait(waits, request, deadline.RemainingMilliseconds); // (W6) pairs with (W4) and (W5), Wake
        }
    }

    private static uint Ask<TFence>(uint* waits, uint* requests)
        where TFence : IFencePoints
    {
        uint request = requests == null ? 0 : TFence.ReadOnce(waits);
        if (request == 0)
        {
            request = requests == null ? 1 : WaitRequests.Next<TFence>(requests);
            TFence.WriteOnce(waits, request); // (W2) pairs with (W1), WakeIfWaiting
        }

        return request;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Wake<TFence>(uint* waits)
        where TFence : IFencePoints
    {
        TFence.WriteOnce(waits, 0); // (W4) pairs with (W6), Sleep
        TFence.Wake(waits); // (W5) pairs with (W6), Sleep
        if (RingTrace.IsOn)
            RingTrace.Woken(waits);
    }

    internal readonly struct Deadline(TimeSpan timeout)
    {
        private readonly long _ticks = timeout == Timeout.InfiniteTimeSpan
            ? long.MaxValue
            : Stopwatch.GetTimestamp() + (long)(timeout.TotalSeconds * Stopwatch.Frequency);

        /// <summary>From now.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The timeout is outside its range.</exception>
        public static Deadline After(TimeSpan timeout)
        {
            if (timeout != Timeout.InfiniteTimeSpan && timeout.TotalMilliseconds is < 0 or > int.MaxValue)
                throw new ArgumentOutOfRangeException(nameof(timeout), timeout, $"A timeout is 0 to {int.MaxValue} ms, or infinite.");
            return new Deadline(timeout);
        }

        public bool IsOver => _ticks != long.MaxValue && Stopwatch.GetTimestamp() >= _ticks;

        /// <summary>-1 for no end; rounded up, so that a sleep does not end just short of the deadline again and again.</summary>
        public int RemainingMilliseconds
        {
            get
            {
                if (_ticks == long.MaxValue)
                    return -1;
                double left = (_ticks - Stopwatch.GetTimestamp()) * 1000.0 / Stopwatch.Frequency;
                return (int)Math.Clamp(Math.Ceiling(left), 0, int.MaxValue);
            }
        }
    }
}
