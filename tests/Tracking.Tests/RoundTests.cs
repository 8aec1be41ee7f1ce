using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace RingCore.Tracking.Tests;

public unsafe class RoundTests
{
    [Theory]
    [MemberData(nameof(Designs.WithSources), MemberType = typeof(Designs))]
    public void A_round_has_what_was_written_since_the_last_one_and_nothing_else(RingDesign design, int entryBytes, SourceKind source)
    {
        using TrackedMemory memory = new(300, 1, 700);
        using DirtyTracker tracker = new(memory, new TrackerOptions { Source = source, Design = design, EntryBytes = entryBytes });
        using Writer writer = tracker.OpenWriter();
        Assert.Equal(source, tracker.Source.Kind);
        Assert.EndsWith(".", tracker.Source.Reason.Split('(')[0] + ".", StringComparison.Ordinal);
        Assert.Empty(tracker.TakeRound());
        for (int round = 1; round <= 5; round++)
        {
            List<ulong> written = [.. Enumerable.Range(0, 1001).Where(page => page % (round + 1) == 0 || page > 995).Select(page => (ulong)page)];
            foreach (ulong gfn in written)
            {
                memory.Address(0)[(gfn * TrackedMemory.PageBytes) + 77] = (byte)round;
                if (source == SourceKind.Barrier)
                    Assert.Equal(new MarkResult(MarkStatus.Marked, 1), writer.MarkDirty(gfn));
            }

            Assert.Equal(written, tracker.TakeRound());
        }

        Assert.Empty(tracker.TakeRound());
        TrackerCounters counters = tracker.Counters;
        Assert.Equal(7, counters.Rounds);
        Assert.Equal(7, counters.RoundsCommitted);
        Assert.Equal(counters.PagesMarked, source == SourceKind.Barrier ? counters.PagesPushed : counters.PagesScanned);
    }

    [Fact]
    public void A_page_is_pushed_once_per_round_however_often_it_is_written_and_drained()
    {
        using TrackedMemory memory = new(100);
        using DirtyTracker tracker = Barrier(memory);
        using Writer one = tracker.OpenWriter();
        using Writer two = tracker.OpenWriter();
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(i == 0 ? 1 : 0, one.MarkDirty(42).NewPages);
            Assert.Equal(i == 0 ? 10 : 0, two.MarkDirty(33, 10).NewPages + (i == 0 ? 1 : 0));
            tracker.MarkDirty(42);
            tracker.Drain();
        }

        Assert.Equal(10, tracker.Counters.PagesPushed);
        Assert.Equal(Enumerable.Range(33, 10).Select(n => (ulong)n), tracker.TakeRound());
        Assert.Equal(1, one.MarkDirty(42).NewPages);
        Assert.Equal([42UL], tracker.TakeRound());
    }

    [Fact]
    public void A_write_between_collect_and_reset_belongs_to_the_round_and_one_after_the_reset_to_the_next()
    {
        using TrackedMemory memory = new(100);
        using DirtyTracker tracker = Barrier(memory);
        using Writer writer = tracker.OpenWriter();
        Write(memory, writer, 5, 1);
        CollectedRound collected = tracker.Collect();
        Assert.Equal(0, Write(memory, writer, 5, 2));
        using (ReadableRound round = collected.Reset())
        {
            Assert.Equal(2, round.Read(5)[0]);
            Assert.Equal(1, Write(memory, writer, 5, 3));
            round.Commit();
        }

        using ReadableRound next = tracker.Collect().Reset();
        Assert.Equal([5UL], next.Numbers());
        Assert.Equal(3, next.Read(5)[0]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_pages_of_a_round_that_is_not_committed_come_again(bool afterReset)
    {
        using TrackedMemory memory = new(100);
        using DirtyTracker tracker = Barrier(memory);
        using Writer writer = tracker.OpenWriter();
        Write(memory, writer, 5, 1);
        Write(memory, writer, 64, 1);
        using (CollectedRound round = tracker.Collect())
        {
            Assert.Equal(1, round.Number);
            Assert.Equal(2, round.Pages);
            Assert.Equal([5UL, 64UL], round.Numbers());
            if (afterReset)
            {
                using ReadableRound readable = round.Reset();
                Write(memory, writer, 64, 2);
                Write(memory, writer, 99, 2);
            }
        }

        Assert.Equal(2, tracker.Counters.PagesReturned);
        Assert.Equal(afterReset ? [5UL, 64UL, 99UL] : [5UL, 64UL], tracker.TakeRound());
        Assert.Empty(tracker.TakeRound());
        Assert.Equal(2, tracker.Counters.RoundsCommitted);
        Assert.Equal(3, tracker.Counters.Rounds);
    }

    [Fact]
    public void A_commit_retires_the_round_and_the_dispose_after_it_returns_nothing()
    {
        using TrackedMemory memory = new(100);
        using DirtyTracker tracker = Barrier(memory);
        tracker.MarkDirty(7);
        using (CollectedRound collected = tracker.Collect())
        using (ReadableRound round = collected.Reset())
            round.Commit();
        Assert.Empty(tracker.TakeRound());
        Assert.Equal(0, tracker.Counters.PagesReturned);
    }

    [Fact]
    public void One_round_is_in_flight_at_a_time()
    {
        using TrackedMemory memory = new(100);
        using DirtyTracker tracker = Barrier(memory);
        CollectedRound first = tracker.Collect();
        Assert.Contains("Round 1", Assert.Throws<InvalidOperationException>(tracker.Collect).Message, StringComparison.Ordinal);
        ReadableRound readable = first.Reset();
        Assert.Throws<InvalidOperationException>(tracker.Collect);
        readable.Dispose();
        using CollectedRound second = tracker.Collect();
        Assert.Equal(2, second.Number);
    }

    [Fact]
    public void A_round_that_is_over_says_so()
    {
        using TrackedMemory memory = new(100);
        using DirtyTracker tracker = Barrier(memory);
        tracker.MarkDirty(7);
        CollectedRound collected = tracker.Collect();
        ReadableRound round = collected.Reset();
        Assert.Throws<InvalidOperationException>(collected.Reset);
        PageEnumerator pages = round.GetEnumerator();
        round.Commit();
        Assert.Throws<InvalidOperationException>(round.Commit);
        Assert.Throws<InvalidOperationException>(() => { _ = round.Read(7); });
        Assert.Throws<InvalidOperationException>(() => round.GetEnumerator());
        Assert.Throws<InvalidOperationException>(() => { while (pages.MoveNext()) { } });
        CollectedRound dropped = tracker.Collect();
        dropped.Dispose();
        Assert.Throws<InvalidOperationException>(dropped.Reset);
    }

    [Fact]
    public void An_enumeration_stays_at_its_end()
    {
        using TrackedMemory memory = new(100_000);
        using DirtyTracker tracker = Barrier(memory);
        tracker.MarkDirty(99_999);
        using ReadableRound round = tracker.Collect().Reset();
        PageEnumerator pages = round.GetEnumerator();
        Assert.True(pages.MoveNext());
        Assert.Equal(99_999UL, pages.Current);
        Assert.False(pages.MoveNext());
        Assert.False(pages.MoveNext());
    }

    [Fact]
    public void Only_pages_of_the_round_can_be_read()
    {
        using TrackedMemory memory = new(100);
        using DirtyTracker tracker = Barrier(memory);
        tracker.MarkDirty(7);
        using ReadableRound round = tracker.Collect().Reset();
        Assert.Equal(TrackedMemory.PageBytes, round.Read(7).Length);
        Assert.Contains("Page 8", Assert.Throws<ArgumentOutOfRangeException>(() => { _ = round.Read(8); }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = round.Read(ulong.MaxValue); });
    }

    [Fact]
    public void All_pages_can_be_marked_for_a_first_round_that_has_everything()
    {
        using TrackedMemory memory = new(5000, 333);
        using DirtyTracker tracker = Barrier(memory);
        tracker.MarkDirty(0, 5333);
        Assert.Equal(5333, tracker.TakeRound().Count);
        Assert.Equal(4096, tracker.Counters.PagesPushed);
        Assert.Equal(5333 - 4096, tracker.Counters.PagesToBitmap);
    }

    [Fact]
    public void Marks_outside_the_memory_are_refused()
    {
        using TrackedMemory memory = new(100);
        using DirtyTracker tracker = Barrier(memory);
        using Writer writer = tracker.OpenWriter();
        foreach ((ulong gfn, long pages) in new (ulong, long)[] { (100, 1), (99, 2), (0, 0), (0, -1), (ulong.MaxValue, 1), (1, long.MaxValue) })
        {
            Assert.Equal(new MarkResult(MarkStatus.OutOfRange, 0), writer.MarkDirty(gfn, pages));
            Assert.Throws<ArgumentOutOfRangeException>(() => tracker.MarkDirty(gfn, pages));
        }

        Assert.Contains("1 to 2 pages", Assert.Throws<ArgumentOutOfRangeException>(() => tracker.MarkDirty(98, 3)).Message, StringComparison.Ordinal);
        Assert.Empty(tracker.TakeRound());
        Assert.Equal(6, tracker.Counters.Refused);
    }

    [Fact]
    public void A_writer_that_is_disposed_leaves_its_pages_and_takes_no_more()
    {
        using TrackedMemory memory = new(100);
        using DirtyTracker tracker = Barrier(memory);
        Writer writer = tracker.OpenWriter();
        writer.MarkDirty(3);
        writer.MarkDirty(200);
        writer.Dispose();
        Assert.Equal(new MarkResult(MarkStatus.WriterDisposed, 0), writer.MarkDirty(4));
        Assert.Equal([3UL], tracker.TakeRound());
        Assert.Empty(tracker.TakeRound());
        Assert.Equal(1, tracker.Counters.Refused);
    }

    [Fact]
    public void A_tracker_that_is_disposed_says_so()
    {
        using TrackedMemory memory = new(100);
        DirtyTracker tracker = Barrier(memory);
        tracker.MarkDirty(1);
        tracker.Dispose();
        Assert.Throws<ObjectDisposedException>(() => tracker.MarkDirty(1));
        Assert.Throws<ObjectDisposedException>(tracker.Drain);
        Assert.Throws<ObjectDisposedException>(tracker.Collect);
        Assert.Throws<ObjectDisposedException>(tracker.OpenWriter);
        Assert.Throws<ObjectDisposedException>(() => tracker.WaitForSoftFull(TimeSpan.Zero, default));
        Assert.Equal(1, tracker.Counters.PagesMarked);
        Assert.Equal(0, tracker.DirtyPagesPerSecond);
    }

    [Theory]
    [MemberData(nameof(Designs.All), MemberType = typeof(Designs))]
    public void Nothing_is_allocated_where_pages_are_marked_or_read(RingDesign design, int entryBytes)
    {
        using TrackedMemory memory = new(2000);
        using DirtyTracker tracker = new(memory, new TrackerOptions
        {
            Source = SourceKind.Barrier,
            Design = design,
            EntryBytes = entryBytes,
            ThrottleTimeout = TimeSpan.Zero,
            Entries = 256,
        });
        using Writer writer = tracker.OpenWriter();
        long sum = 0;
        (long marked, long read) = (long.MaxValue, long.MaxValue);
        // The least of a few, as Allocated has it: only a part of each round is counted.
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (ulong gfn = 0; gfn < 1000; gfn++)
                writer.MarkDirty(gfn);
            writer.MarkDirty(0, 2000);
            tracker.MarkDirty(0, 2000);
            tracker.Drain();
            marked = Math.Min(marked, GC.GetAllocatedBytesForCurrentThread() - before);
            using ReadableRound readable = tracker.Collect().Reset();
            before = GC.GetAllocatedBytesForCurrentThread();
            foreach (ulong gfn in readable)
                sum += readable.Read(gfn)[0] + 1;
            read = Math.Min(read, GC.GetAllocatedBytesForCurrentThread() - before);
            readable.Commit();
        }

        Assert.Equal((0L, 0L), (marked, read));
        Assert.Equal(10_000, sum);
    }

    private static DirtyTracker Barrier(TrackedMemory memory) =>
        new(memory, new TrackerOptions { Source = SourceKind.Barrier, ThrottleTimeout = TimeSpan.Zero });

    private static long Write(TrackedMemory memory, Writer writer, ulong gfn, byte value)
    {
        memory.Address(0)[gfn * TrackedMemory.PageBytes] = value;
        return writer.MarkDirty(gfn).NewPages;
    }
}
