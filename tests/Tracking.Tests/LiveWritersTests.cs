using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using Xunit;

namespace RingCore.Tracking.Tests;

/// <summary>Writers that never stop while rounds run; at the end a replica that was fed by rounds alone equals the memory.</summary>
public unsafe class LiveWritersTests
{
    private const int WriterCount = 3;
    private const int LeastRounds = 3;
    private static readonly TimeSpan s_duration = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);

    [Theory]
    [MemberData(nameof(Designs.WithSources), MemberType = typeof(Designs))]
    public void A_replica_that_takes_every_round_misses_no_write(RingDesign design, int entryBytes, SourceKind source) =>
        Run(new TrackerOptions { Source = source, Design = design, EntryBytes = entryBytes }, pages: 600, hasDrainer: false, _ => true);

    /// <summary>Rings of 16 entries: soft full, throttled, drained in the middle of a round, and beyond that the bitmap.</summary>
    [Theory]
    [MemberData(nameof(Designs.All), MemberType = typeof(Designs))]
    public void A_replica_misses_no_write_where_rings_overflow(RingDesign design, int entryBytes)
    {
        TrackerOptions options = new()
        {
            Source = SourceKind.Barrier,
            Design = design,
            EntryBytes = entryBytes,
            Entries = 16,
            ReservedEntries = 4,
            ThrottleTimeout = TimeSpan.FromMilliseconds(2),
        };
        TrackerCounters drained = Run(options, pages: 600, hasDrainer: true, counters => counters.Throttles > 0);
        Assert.NotEqual(0, drained.Throttles);
        TrackerCounters overflown = Run(
            options with { ThrottleTimeout = TimeSpan.Zero }, pages: 600, hasDrainer: false, counters => counters.PagesToBitmap > 0);
        Assert.NotEqual(0, overflown.PagesToBitmap);
        Assert.Equal(0, overflown.Throttles);
    }

    /// <summary>Runs for a while, and on until there is what is asked for: how much happens in a time depends on the machine.</summary>
    private static TrackerCounters Run(TrackerOptions options, int pages, bool hasDrainer, Func<TrackerCounters, bool> isEnough)
    {
        using TrackedMemory memory = new(pages / 3, pages - (pages / 3));
        using DirtyTracker tracker = new(memory, options);
        byte[] replica = new byte[pages * TrackedMemory.PageBytes];
        using CancellationTokenSource end = new();
        bool stop = false;
        Thread[] writers = [.. Enumerable.Range(0, WriterCount).Select(me => new Thread(() => Write(memory, tracker, me, ref stop)))];
        Thread drainer = new(() =>
        {
            while (!end.IsCancellationRequested)
            {
                if (tracker.WaitForSoftFull(TimeSpan.FromSeconds(10), end.Token))
                    tracker.Drain();
            }
        });
        if (hasDrainer)
            drainer.Start();
        foreach (Thread writer in writers)
            writer.Start();
        Random random = new(1);
        Stopwatch time = Stopwatch.StartNew();
        while (time.Elapsed < s_duration || (time.Elapsed < s_longest && !(tracker.Counters is { Rounds: > LeastRounds } counted && isEnough(counted))))
            TakeRound(tracker, replica, isCommitted: random.Next(4) != 0, resets: random.Next(8) != 0);
        Volatile.Write(ref stop, true);
        foreach (Thread writer in writers)
            writer.Join();
        TakeRound(tracker, replica, isCommitted: true, resets: true);
        end.Cancel();
        if (hasDrainer)
            drainer.Join();
        Assert.True(new ReadOnlySpan<byte>(memory.Address(0), replica.Length).SequenceEqual(replica), FirstDifference(memory, replica));
        TrackerCounters counters = tracker.Counters;
        Assert.InRange(counters.Rounds, LeastRounds, long.MaxValue);
        Assert.Equal(0, counters.FailedScans);
        return counters;
    }

    /// <summary>Every writer has a word of its own in every page, so that all pages are everybody's.</summary>
    private static void Write(TrackedMemory memory, DirtyTracker tracker, int me, ref bool stop)
    {
        using Writer writer = tracker.OpenWriter();
        bool marks = tracker.Source.Kind == SourceKind.Barrier;
        Random random = new(me);
        for (ulong value = 1; !Volatile.Read(ref stop); value++)
        {
            ulong gfn = (ulong)random.Next((int)memory.Pages);
            byte* page = memory.Address(0) + (gfn * TrackedMemory.PageBytes);
            ((ulong*)page)[me + (8 * random.Next(TrackedMemory.PageBytes / 64))] = value;
            if (!marks)
                continue;
            if (random.Next(10) == 0)
                tracker.MarkDirty(gfn);
            else
                writer.MarkDirty(gfn);
        }
    }

    private static void TakeRound(DirtyTracker tracker, byte[] replica, bool isCommitted, bool resets)
    {
        using CollectedRound collected = tracker.Collect();
        if (!resets && !isCommitted)
            return;
        using ReadableRound round = collected.Reset();
        if (!isCommitted)
            return;
        foreach (ulong gfn in round)
            round.Read(gfn).CopyTo(replica.AsSpan((int)gfn * TrackedMemory.PageBytes));
        round.Commit();
    }

    private static string FirstDifference(TrackedMemory memory, byte[] replica)
    {
        int at = new ReadOnlySpan<byte>(memory.Address(0), replica.Length).CommonPrefixLength(replica);
        return $"page {at / TrackedMemory.PageBytes}, byte {at % TrackedMemory.PageBytes}";
    }
}
