using System;
using System.Linq;
using System.Threading;
using Xunit;

namespace RingCore.Tracking.Tests;

public unsafe class MarksInProgressTests
{
    [Fact]
    public void A_page_in_another_writers_hands_is_in_the_round_of_whoever_found_it_marked()
    {
        using BareCollector bare = new(1000);
        RoundCollector collector = bare.Collector;
        WriterWords<CoherentFencePoints> words = new();
        using FlaggedDirtyRing ring = new(64, 0, bare.Slots);
        collector.Add(new WriterLane(ring, words));
        MarkBitmap<CoherentFencePoints> marks = new(bare.Memory.Marks);

        // Writer A stands between its mark and its push.
        words.InProgress.Begin();
        Assert.Equal(1UL, marks.Set(10, 1));
        // Writer B found page 640 marked and needs it in this round.
        Assert.True(marks.AreSet(10, 1));
        Assert.Equal(1, collector.Collect());
        Assert.Equal(10, collector.InFlight.NextWord(0, out _));
        Assert.Equal(1, collector.Counters.MarkWalks);
        collector.Rearm();
        collector.Commit();

        // A pushes and is done: the page comes once more, and no walk is needed.
        ring.Producer.Push(new Layouts.DirtyPage(0, 640));
        words.InProgress.End();
        Assert.Equal(1, collector.Collect());
        Assert.Equal(1, collector.Counters.MarkWalks);
        words.RemoveUser();
    }

    [Fact]
    public void A_page_behind_an_entry_that_its_producer_claimed_and_left_is_in_the_round()
    {
        using BareCollector bare = new(1000);
        RoundCollector collector = bare.Collector;
        MarksInProgress<CoherentFencePoints> others = new(bare.Memory.InProgress);
        MarkBitmap<CoherentFencePoints> marks = new(bare.Memory.Marks);
        others.BeginShared();
        others.BeginShared();
        Assert.Equal(2UL, marks.Set(0, 2));
        others.EndShared();
        Assert.True(others.Any);
        Assert.Equal(1, collector.Collect());
        Assert.Equal(1, collector.Counters.MarkWalks);
        others.EndShared();
        Assert.False(others.Any);
        collector.Return();
        Assert.Equal(1, collector.Collect());
        Assert.Equal(1, collector.Counters.MarkWalks);
    }

    /// <summary>Held up in the middle of a word, the writer has marked 64 pages and pushed 16.</summary>
    [Fact]
    public void Pages_that_a_throttled_writer_has_marked_and_not_pushed_are_in_the_round_of_whoever_found_them_marked()
    {
        using TrackedMemory memory = new(64);
        using DirtyTracker tracker = new(memory, new TrackerOptions
        {
            Source = SourceKind.Barrier,
            Entries = 32,
            ReservedEntries = 16,
            ThrottleTimeout = TimeSpan.FromMinutes(4),
        });
        Thread first = new(() =>
        {
            using Writer writer = tracker.OpenWriter();
            writer.MarkDirty(0, 64);
        });
        first.Start();
        Assert.True(tracker.WaitForSoftFull(TimeSpan.FromMinutes(2), default));
        using (Writer second = tracker.OpenWriter())
            Assert.Equal(new MarkResult(MarkStatus.Marked, 0), second.MarkDirty(63));
        Assert.Equal(64, tracker.TakeRound().Count);
        Assert.Equal(1, tracker.Counters.MarkWalks);
        while (!first.Join(TimeSpan.FromMilliseconds(1)))
            tracker.Drain();
        // What was pushed after the round had taken it comes once more.
        Assert.InRange(tracker.TakeRound().Count, 1, 48);
        Assert.Empty(tracker.TakeRound());
    }

    [Fact]
    public void A_thread_in_the_middle_of_marking_without_a_writer_is_seen()
    {
        using TrackedMemory tracked = new(64);
        TrackerMemory memory = new(tracked);
        VmLane lane = new(memory, new TrackerOptions());
        bool stop = false;
        nint marks = (nint)memory.Marks;
        Thread thread = new(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                lane.Mark(0, ulong.MaxValue);
                Interlocked.Exchange(ref *(ulong*)marks, 0);
            }
        });
        thread.Start();
        bool isSeen = SpinWait.SpinUntil(() => lane.IsMarking, TimeSpan.FromMinutes(2));
        Volatile.Write(ref stop, true);
        thread.Join();
        Assert.True(isSeen);
        Assert.False(lane.IsMarking);
        lane.Dispose();
        memory.RemoveUser();
    }

    /// <summary>Two threads mark the same page; each then collects at once and must find it, whoever pushed it.</summary>
    [Fact]
    public void Whoever_has_marked_a_page_finds_it_in_a_round_collected_after()
    {
        const int Turns = 500;
        using TrackedMemory memory = new(1);
        using DirtyTracker tracker = new(memory, new TrackerOptions { Source = SourceKind.Barrier });
        using Barrier together = new(2);
        int missed = 0;
        byte[] replica = new byte[TrackedMemory.PageBytes];
        Lock gate = new();
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(me => new Thread(() =>
        {
            using Writer writer = tracker.OpenWriter();
            for (ulong turn = 1; turn <= Turns; turn++)
            {
                together.SignalAndWait();
                ((ulong*)memory.Address(0))[8 * me] = turn;
                writer.MarkDirty(0);
                lock (gate)
                {
                    using ReadableRound round = tracker.Collect().Reset();
                    foreach (ulong gfn in round)
                        round.Read(gfn).CopyTo(replica);
                    round.Commit();
                    if (BitConverter.ToUInt64(replica, 64 * me) != turn)
                        missed++;
                }
            }
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        Assert.Equal(0, missed);
    }
}
