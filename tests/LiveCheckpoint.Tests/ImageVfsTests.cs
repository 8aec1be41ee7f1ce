using System;
using System.Collections.Generic;
using LiveCheckpoint.Checkpoints;
using LiveCheckpoint.Sqlite;
using LiveCheckpoint.Workloads;
using Microsoft.Data.Sqlite;
using RingCore.Tracking;
using Xunit;

namespace LiveCheckpoint.Tests;

public unsafe class ImageVfsTests
{
    [Fact]
    public void Every_page_that_a_transaction_changed_is_marked_and_few_others_are()
    {
        using TrackedMemory memory = new(1024L);
        using DirtyTracker tracker = new(memory, new TrackerOptions { Source = SourceKind.Barrier });
        using SlotDatabase database = SlotDatabase.Open(memory, tracker, slot: 0, new TransactionPlan(1, 4 << 20));
        byte[] before = Copy(memory);
        TakeRound(tracker);
        for (int i = 0; i < 120; i++)
        {
            database.Workload.RunNext();
            HashSet<ulong> marked = TakeRound(tracker);
            byte[] after = Copy(memory);
            HashSet<ulong> changed = Differences(before, after);
            Assert.Subset(marked, changed);
            Assert.InRange(marked.Count, changed.Count, 2 * changed.Count + 20);
            before = after;
        }
    }

    [Fact]
    public void A_database_that_outgrows_its_slot_fails_cleanly_and_stays_whole()
    {
        using TrackedMemory memory = new(40L);
        using DirtyTracker tracker = new(memory, new TrackerOptions { Source = SourceKind.Barrier });
        // A plan for more memory than there is.
        using SlotDatabase database = SlotDatabase.Open(memory, tracker, slot: 0, new TransactionPlan(1, 4 << 20));
        SqliteException full = Assert.Throws<SqliteException>(database.Workload.RunNext);
        Assert.Equal(13, full.SqliteErrorCode);
        using SqliteCommand rollback = database.Connection.CreateCommand();
        rollback.CommandText = "ROLLBACK";
        try
        {
            rollback.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself.
        }
        Assert.Equal("ok", LiveDatabase.IntegrityCheck(database.Connection));
    }

    [Fact]
    public void A_database_in_place_of_another_buffer_is_limited_by_it_too()
    {
        using TrackedMemory memory = new(40L);
        using LiveDatabase database = LiveDatabase.OpenInPlace(memory.Address(0), 40 * TrackedMemory.PageBytes, usedBytes: 0);
        using Workload workload = Workload.Create(database.Connection, new TransactionPlan(1, 4 << 20));
        SqliteException full = Assert.Throws<SqliteException>(workload.RunNext);
        Assert.Equal(13, full.SqliteErrorCode);
    }

    [Fact]
    public void No_journal_and_no_second_file_can_be_opened_behind_the_barrier()
    {
        using TrackedMemory memory = new(256L);
        using DirtyTracker tracker = new(memory, new TrackerOptions { Source = SourceKind.Barrier });
        using Writer writer = tracker.OpenWriter();
        using LiveDatabase database =
            LiveDatabase.OpenBehindBarrier(new ImageFile(memory.Address(0), 256 * TrackedMemory.PageBytes, 0, new WriterBarrier(writer), 0));
        using SqliteCommand command = database.Connection.CreateCommand();
        command.CommandText = "CREATE TABLE t(a); PRAGMA journal_mode=DELETE";
        command.ExecuteNonQuery();
        command.CommandText = "INSERT INTO t VALUES(1)";
        Assert.Throws<SqliteException>(() => command.ExecuteNonQuery());
        command.CommandText = "ATTACH 'elsewhere' AS other";
        Assert.Throws<SqliteException>(() => command.ExecuteNonQuery());
    }

    [Fact]
    public void A_file_reads_back_what_was_written_and_zeros_in_a_gap()
    {
        using TrackedMemory memory = new(8L);
        using DirtyTracker tracker = new(memory, new TrackerOptions { Source = SourceKind.Barrier });
        using Writer writer = tracker.OpenWriter();
        ImageFile file = new(memory.Address(0), 8 * TrackedMemory.PageBytes, 0, new WriterBarrier(writer), 0);
        byte[] content = new byte[5000];
        Array.Fill(content, (byte)7);
        Assert.True(file.Write(content, 3 * TrackedMemory.PageBytes));
        Assert.Equal(3 * TrackedMemory.PageBytes + content.Length, file.SizeBytes);
        Assert.Equal([0, 1, 2, 3, 4], Sorted(TakeRound(tracker)));

        byte[] read = new byte[6000];
        Array.Fill(read, (byte)9);
        Assert.False(file.Read(read, 3 * TrackedMemory.PageBytes));
        Assert.Equal(content, read[..5000]);
        Assert.All(read[5000..], value => Assert.Equal(0, value));

        file.Truncate(TrackedMemory.PageBytes);
        Assert.Equal(TrackedMemory.PageBytes, file.SizeBytes);
        Assert.True(file.Write(content.AsSpan(0, 1), (3 * TrackedMemory.PageBytes) + 10));
        Assert.True(file.Read(read.AsSpan(0, 10), 3 * TrackedMemory.PageBytes));
        Assert.All(read[..10], value => Assert.Equal(0, value));
        Assert.False(file.Write(content, 7 * TrackedMemory.PageBytes));
    }

    private static List<ulong> Sorted(HashSet<ulong> pages)
    {
        List<ulong> sorted = [.. pages];
        sorted.Sort();
        return sorted;
    }

    private static HashSet<ulong> TakeRound(DirtyTracker tracker)
    {
        HashSet<ulong> pages = [];
        using CollectedRound collected = tracker.Collect();
        using ReadableRound round = collected.Reset();
        foreach (ulong gfn in round)
            pages.Add(gfn);
        round.Commit();
        return pages;
    }

    private static byte[] Copy(TrackedMemory memory) => new ReadOnlySpan<byte>(memory.Address(0), (int)memory.Pages * TrackedMemory.PageBytes).ToArray();

    private static HashSet<ulong> Differences(byte[] left, byte[] right)
    {
        HashSet<ulong> pages = [];
        for (int offset = 0; offset < left.Length; offset += TrackedMemory.PageBytes)
        {
            if (!left.AsSpan(offset, TrackedMemory.PageBytes).SequenceEqual(right.AsSpan(offset, TrackedMemory.PageBytes)))
                pages.Add((ulong)(offset / TrackedMemory.PageBytes));
        }
        return pages;
    }
}
