using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Threading;
using RingCore.Platform;

namespace RingCore;

/*
 * Waiter's sleep, where waker and waiter are processes. Its letters:
 *
 *   waker (push or reset), registered                  waiter, registered
 *   ---------------------------------                  ------------------
 *   publishes: StoreRelease                            WriteOnce(waits, 1)                        (W2)
 *   ReadOnce(waits)               (W1)                 membarrier(GLOBAL_EXPEDITED)               (W3)
 *   if 1: WriteOnce(waits, 0)     (W4)                 looks at the ring; if there is nothing:
 *         FUTEX_WAKE(waits)       (W5)                 FUTEX_WAIT(waits, 1), 100 ms at most       (W6)
 *
 *   As within a process (Waiter.cs), (W1) and (W2)+(W3) are Dekker's store-load pair whose waker's half is program order alone. (W3) must reach the waker: it
 *   fences each running thread of a process that has registered, and a thread that does not run has been fenced by being switched. So both sides
 *   register before the ring is used, and the header says whether the maker could. (W3) fences the caller's own threads likewise: a resetter of the same
 *   process wakes its producer.
 *   Where a side cannot register, (W3) has no effect on it and a waker may read the 0 of before (W2). Then (W6) is one look per millisecond, whatever the word
 *   says: what was missed is seen by the next.
 *   FUTEX without PRIVATE finds sleepers by file and offset, not by address: every process has its own mapping.
 */

/// <summary>
/// The fence points of rings whose parties are processes: the coherent ones, with sleeps that other processes can end, and a process-wide fence
/// that reaches the other side's process.
/// </summary>
/// <remarks>
/// The fence is Linux's <c>membarrier(MEMBARRIER_CMD_GLOBAL_EXPEDITED)</c>, which fences the processes that have registered: each does when it makes
/// or opens a shared ring. Where either side's kernel lacks it, and elsewhere than on Linux, waits do not sleep until woken: they look once a
/// millisecond (<see cref="WaitsPoll"/>). A sleep ends after 100 ms at the latest, for another look: a peer that died wakes nobody.
/// </remarks>
public readonly unsafe struct SharedFencePoints : IFencePoints
{
    /// <summary>Longest time that a sleep lasts before the waiter looks again.</summary>
    public const int WaitSliceMilliseconds = 100;

    private static bool s_waitsPoll;

    /// <summary>Whether waits of this process look once a millisecond, because a side cannot be fenced from another process.</summary>
    public static bool WaitsPoll => Volatile.Read(ref s_waitsPoll);

    /// <summary>Makes this process one that others can fence: where a shared ring is made or opened.</summary>
    /// <returns>False where the kernel cannot; the waits of this process poll then.</returns>
    internal static bool Register()
    {
        if (!Membarrier.IsRegistered)
            PollFromNowOn();
        return !WaitsPoll;
    }

    /// <summary>For the whole process, for good: polling is right for every ring, sleeping only for those whose both sides can be fenced.</summary>
    internal static void PollFromNowOn() => Volatile.Write(ref s_waitsPoll, true);

    /// <summary>What a test does that has tried the other form.</summary>
    internal static void SleepFromNowOn() => Volatile.Write(ref s_waitsPoll, false);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ReadPlain(uint* location) => CoherentFencePoints.ReadPlain(location);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ReadPlain(ulong* location) => CoherentFencePoints.ReadPlain(location);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WritePlain(uint* location, uint value) => CoherentFencePoints.WritePlain(location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WritePlain(ulong* location, ulong value) => CoherentFencePoints.WritePlain(location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ReadOnce(uint* location) => CoherentFencePoints.ReadOnce(location);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ReadOnce(ulong* location) => CoherentFencePoints.ReadOnce(location);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteOnce(uint* location, uint value) => CoherentFencePoints.WriteOnce(location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteOnce(ulong* location, ulong value) => CoherentFencePoints.WriteOnce(location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LoadAcquire(uint* location) => CoherentFencePoints.LoadAcquire(location);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong LoadAcquire(ulong* location) => CoherentFencePoints.LoadAcquire(location);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRelease(uint* location, uint value) => CoherentFencePoints.StoreRelease(location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRelease(ulong* location, ulong value) => CoherentFencePoints.StoreRelease(location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Exchange(uint* location, uint value) => CoherentFencePoints.Exchange(location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Exchange(ulong* location, ulong value) => CoherentFencePoints.Exchange(location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint CompareExchange(uint* location, uint value, uint comparand) =>
        CoherentFencePoints.CompareExchange(location, value, comparand);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Or(ulong* location, ulong bits) => CoherentFencePoints.Or(location, bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong And(ulong* location, ulong bits) => CoherentFencePoints.And(location, bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FullFence() => CoherentFencePoints.FullFence();

    /// <inheritdoc/>
    public static void ProcessWideFence()
    {
        if (WaitsPoll)
            FullFence();
        else if (!Membarrier.FenceAll())
            PollFromNowOn(); // what was missed is seen by the next look
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> LoadWide128(ulong* location) => CoherentFencePoints.LoadWide128(location);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> LoadWide256(ulong* location) => CoherentFencePoints.LoadWide256(location);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> LoadWide512(ulong* location) => CoherentFencePoints.LoadWide512(location);

    /// <inheritdoc/>
    public static bool OrdersWideAccesses => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide128(ulong* location, Vector128<ulong> value) => CoherentFencePoints.StoreWide128(location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide256(ulong* location, Vector256<ulong> value) => CoherentFencePoints.StoreWide256(location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide512(ulong* location, Vector512<ulong> value) => CoherentFencePoints.StoreWide512(location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(void* address) => CoherentFencePoints.Prefetch(address);

    /// <inheritdoc/>
    public static void Wait(uint* word, uint expected, int timeoutMilliseconds)
    {
        int slice = timeoutMilliseconds < 0 ? WaitSliceMilliseconds : Math.Min(timeoutMilliseconds, WaitSliceMilliseconds);
        if (!WaitsPoll)
            Futex.WaitAcrossProcesses(word, expected, slice);
        else if (ReadOnce(word) == expected)
            Thread.Sleep(Math.Min(slice, 1)); // and no longer though the word stays: its change can have been missed
    }

    /// <inheritdoc/>
    public static void Wake(uint* word) => Futex.WakeAcrossProcesses(word);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FlushBeforeRead(void* start, nuint bytes)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FlushAfterWrite(void* start, nuint bytes)
    {
    }
}
