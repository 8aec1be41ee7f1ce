using System;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Runtime.CompilerServices;
using System.Threading;

namespace RingCore.Diagnostics;

/// <summary>
/// Where rings tell what happens to them. Each place looks at one word first, once per batch or where a push is slow anyway, and comes here only while
/// somebody listens. Nothing here is part of a ring's protocol: it reads what its caller has read already.
/// </summary>
internal static unsafe class RingTrace
{
    /// <summary>Whether a session listens to the event source, which sets it. Plain: who sees it late misses a batch.</summary>
    internal static bool IsOn;

    /// <summary>Whether somebody wants to know of harvests.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool WantsHarvests<TFence>()
        where TFence : IFencePoints => TFence.IsTraced && (IsOn | RingMeter.HarvestBatch.Enabled);

    /// <summary>Whether somebody wants to know of resets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool WantsResets<TFence>()
        where TFence : IFencePoints => TFence.IsTraced && (IsOn | RingMeter.ResetsPerPage.Enabled);

    /// <summary>Whether somebody wants to know of soft limits.</summary>
    internal static bool WantsSoftFull<TFence>()
        where TFence : IFencePoints => TFence.IsTraced && (IsOn | RingMeter.SoftFullTime.Enabled);

    /// <summary>Whether the end of a time of soft full is to be told: somebody wants to know, or did when it began.</summary>
    internal static bool EndsSoftFull<TFence>()
        where TFence : IFencePoints => TFence.IsTraced && (IsOn | RingMeter.SoftFullTime.Enabled | RingNotes.HasSoftFull);

    private static RingEventSource Log => RingEventSource.Log;

    /// <summary>A ring, or this process's side of one, is ready. The event source and the meter are made with the first.</summary>
    internal static void Made(ILiveRing ring)
    {
        RingMeter.Start();
        ring.Memory.Ring = ring;
        LiveRings.Add(ring);
        if (!Log.IsEnabled(EventLevel.Informational, RingEventSource.Keywords.Rings))
            return;
        RingTotals made = RingTotals.Of(ring);
        Log.RingCreated(
            made.Ring, made.Design, made.Size.Entries, made.Size.EntryBytes, made.Size.ReservedEntries,
            made.IsTyped ? "" : Harvester.Selected.ToString(), made.IsShared);
    }

    /// <summary>The last handle of a ring is disposed; its memory is still there.</summary>
    internal static void Disposed(ILiveRing ring)
    {
        if (IsOn)
        {
            RingTotals end = RingTotals.Of(ring);
            Log.WriteTypedState(end);
            Log.RingDisposed(end.Ring, end.Published, end.Harvested, end.Reset, end.Refused);
        }

        LiveRings.Remove(ring);
        RingNotes.Forget(ring.Memory.Id);
    }

    /// <summary>A push has found, or brought, a ring to its soft limit.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void SoftFull(TracedMemory memory, uint used)
    {
        int episode = RingNotes.BeginSoftFull(memory.Id);
        if (episode != 0)
            Log.SoftFullEntered(memory.Id, episode, (int)used);
    }

    /// <summary>A producer has found its ring below the soft limit, or is disposed.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void NotSoftFull(TracedMemory memory)
    {
        (int episode, long since) = RingNotes.EndSoftFull(memory.Id);
        if (episode == 0)
            return;
        TimeSpan time = Stopwatch.GetElapsedTime(since);
        Log.SoftFullLeft(memory.Id, episode, (long)time.TotalMicroseconds);
        if (RingMeter.SoftFullTime.Enabled)
            RingMeter.SoftFullTime.Add(time.TotalSeconds, RingMeter.Tags(memory));
    }

    /// <summary>A push was refused.</summary>
    /// <param name="memory">The ring's.</param>
    /// <param name="published">Entries published so far.</param>
    /// <param name="total">Refused pushes.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void RefusedFull(TracedMemory memory, long published, long total)
    {
        if (RingNotes.Refuse(memory.Id, published))
            Log.RefusedFull(memory.Id, total);
    }

    /// <summary>A push has dropped items.</summary>
    /// <param name="memory">The ring's.</param>
    /// <param name="published">Items published so far.</param>
    /// <param name="total">Items dropped.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Dropped(TracedMemory memory, long published, long total)
    {
        if (RingNotes.Drop(memory.Id, published))
            Log.ItemsDropped(memory.Id, total);
    }

    /// <summary>A reader has lost items.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Lapped(TracedMemory memory, int reader, ulong lost, ulong lostByAll) =>
        Log.ReaderLapped(memory.Id, reader, (long)lost, (long)lostByAll);

    /// <summary>A consumer has gone on without a claim.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Skipped(TracedMemory memory, ulong position, ulong total, int withheld) =>
        Log.ClaimSkipped(memory.Id, (long)position, (long)total, withheld);

    /// <summary>A harvest has taken entries.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Harvested(TracedMemory memory, int entries, ulong total, int backlog)
    {
        if (Log.IsEnabled(EventLevel.Verbose, RingEventSource.Keywords.Batches))
            Log.Harvested(memory.Id, entries, (long)total, backlog);
        if (RingMeter.HarvestBatch.Enabled)
            RingMeter.HarvestBatch.Record(entries, RingMeter.Tags(memory));
    }

    /// <summary>A reset has freed entries.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Reset(TracedMemory memory, int entries, ulong total, int calls, int widestMaskBits, long pages)
    {
        RingNotes.Reset(memory.Id, entries, pages);
        if (!Log.IsEnabled(EventLevel.Verbose, RingEventSource.Keywords.Batches))
            return;
        int used = memory.Ring is { } ring ? RingTotals.Of(ring).Used : -1;
        Log.Reset(memory.Id, entries, (long)total, calls, widestMaskBits, used);
    }

    /// <summary>A resetter has found what no faithful collector does.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void PeerViolated(TracedMemory memory, PeerViolation kind, long position, ulong total)
    {
        if (Log.IsEnabled(EventLevel.Warning, RingEventSource.Keywords.Violations))
            Log.PeerViolated(memory.Id, (int)kind, kind.ToString(), position, (long)total);
    }

    /// <summary>Waits, and tells of it where what is waited for is not there at once.</summary>
    internal static WaitStatus Wait<TFence>(
        TracedMemory memory, string side, IWaitCondition condition, uint* waits, WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation, uint* requests = null)
        where TFence : IFencePoints
    {
        if (!IsOn || !WantsWaits || condition.IsMet())
            return Waiter.Wait<TFence>(condition, waits, strategy, timeout, cancellation, requests);
        _ = Waiter.Deadline.After(timeout); // refuses a wrong timeout before a wait is told of that would never end
        long start = WaitStarted(memory.Id, side, strategy.ToString());
        WaitStatus status = Waiter.Wait<TFence>(condition, waits, strategy, timeout, cancellation, requests);
        WaitEnded(memory.Id, side, status, start);
        return status;
    }

    private static bool WantsWaits => Log.IsEnabled(EventLevel.Verbose, RingEventSource.Keywords.Waits);

    /// <summary>A wait begins.</summary>
    /// <returns>What <see cref="WaitEnded"/> takes.</returns>
    internal static long WaitStarted(uint ring, string side, string strategy)
    {
        if (!IsOn || !WantsWaits)
            return 0;
        Log.WaitStarted(ring, side, strategy);
        return Stopwatch.GetTimestamp();
    }

    /// <summary>A wait is over.</summary>
    internal static void WaitEnded(uint ring, string side, WaitStatus status, long start)
    {
        if (start != 0 && WantsWaits)
            Log.WaitEnded(ring, side, status.ToString(), (long)Stopwatch.GetElapsedTime(start).TotalMicroseconds);
    }

    /// <summary>A sleeper is woken.</summary>
    /// <param name="waits">The word by which it asked for that.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Woken(uint* waits)
    {
        if (WantsWaits && LiveRings.TryFindSleeper(waits, out uint ring, out string side))
            Log.Woken(ring, side);
    }

    /// <summary>A sleeper of a shared ring is woken.</summary>
    internal static void Woken(uint ring, string side)
    {
        if (IsOn && WantsWaits)
            Log.Woken(ring, side);
    }
}
