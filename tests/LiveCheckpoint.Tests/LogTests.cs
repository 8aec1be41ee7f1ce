using System;
using System.Linq;
using LiveCheckpoint.Log;
using Xunit;

namespace LiveCheckpoint.Tests;

public class LogTests
{
    [Fact]
    public void A_log_gives_back_the_image_of_its_last_epoch()
    {
        using TemporaryFolder folder = new();
        using SampleLog log = new(folder.File("a.log"), seed: 7);
        log.Append(0, 1, 2);
        log.Append(1, 5);
        log.Append();
        log.Append(0);
        LogContent read = SampleLog.Read(log.Close());
        Assert.Null(read.Damage);
        Assert.Equal(4, read.Image.Epoch);
        Assert.Equal(40, read.Image.Transaction);
        Assert.Equal(7UL, read.Header.Seed);
        Assert.Equal(SampleLog.CapacityPages, read.Header.CapacityPages);
        Assert.Equal(log.Images[^1], read.Image.Database.ToArray());
        Assert.Equal(log.Replica.Hash, read.Image.Hash);
        Assert.Equal(log.Ends[1], read.FirstEpochBytes);
    }

    [Fact]
    public void A_tail_torn_at_any_byte_restores_the_epoch_before_and_is_reported()
    {
        using TemporaryFolder folder = new();
        using SampleLog log = new(folder.File("a.log"));
        log.Append(0);
        log.Append(1);
        byte[] bytes = log.Close();
        for (long length = log.Ends[1]; length < bytes.Length; length++)
        {
            LogContent read = SampleLog.Read(bytes[..(int)length]);
            Assert.Equal(1, read.Image.Epoch);
            Assert.Equal(log.Ends[1], read.CompleteBytes);
            Assert.Equal(length > log.Ends[1], read.Damage is not null);
            Assert.True(read.Image.Database.SequenceEqual(log.Images[1]));
        }
    }

    [Fact]
    public void Any_flipped_byte_is_noticed_and_no_epoch_behind_it_is_used()
    {
        using TemporaryFolder folder = new();
        using SampleLog log = new(folder.File("a.log"));
        log.Append(0, 3);
        log.Append(3, 4);
        log.Append(0);
        byte[] bytes = log.Close();
        // Every byte of the records' heads and of the commit records, every 61st of the pages' contents.
        int checkedBytes = 0;
        for (int position = 0; position < bytes.Length; position += IsInContent(log, position) ? 61 : 1, checkedBytes++)
        {
            bytes[position] ^= (byte)(1 << (position % 8));
            int epochsBefore = log.Ends.FindLastIndex(end => end <= position);
            if (position < LogHeader.Bytes)
                epochsBefore = 3; // Either copy of the header does.
            AssertDamaged(bytes, epochsBefore, log.Images[Math.Max(epochsBefore, 0)]);
            bytes[position] ^= (byte)(1 << (position % 8));
        }
        Assert.InRange(checkedBytes, 800, bytes.Length);
    }

    [Fact]
    public void A_log_whose_header_copies_are_both_damaged_is_refused()
    {
        using TemporaryFolder folder = new();
        using SampleLog log = new(folder.File("a.log"));
        log.Append(0);
        byte[] bytes = log.Close();
        bytes[20]++;
        bytes[20 + LogHeader.Bytes / 2]++;
        UnusableLogException refusal = Assert.Throws<UnusableLogException>(() => SampleLog.Read(bytes));
        Assert.Contains("header", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_without_a_complete_epoch_is_refused_with_one_sentence()
    {
        using TemporaryFolder folder = new();
        using SampleLog log = new(folder.File("a.log"));
        log.Append(0, 1);
        byte[] bytes = log.Close();
        foreach (int length in new[] { LogHeader.Bytes, LogHeader.Bytes + 1, bytes.Length - CommitRecord.Bytes, bytes.Length - 1 })
        {
            UnusableLogException refusal = Assert.Throws<UnusableLogException>(() => SampleLog.Read(bytes[..length]));
            Assert.Contains("no complete epoch", refusal.Message, StringComparison.Ordinal);
            Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', refusal.Message);
        }
        Assert.Throws<UnusableLogException>(() => SampleLog.Read([]));
        Assert.Throws<UnusableLogException>(() => SampleLog.Read(new byte[5000]));
    }

    [Fact]
    public void An_epoch_that_is_skipped_repeated_or_moved_ends_the_reading()
    {
        using TemporaryFolder folder = new();
        using SampleLog log = new(folder.File("a.log"));
        log.Append(0);
        log.Append(1);
        log.Append(2);
        byte[] bytes = log.Close();
        byte[][] epochs = [.. Enumerable.Range(1, 3).Select(i => bytes[(int)log.Ends[i - 1]..(int)log.Ends[i]])];
        byte[] header = bytes[..LogHeader.Bytes];
        foreach (byte[] tail in new[] { epochs[2], epochs[0], [.. epochs[2], .. epochs[1]] })
        {
            LogContent read = SampleLog.Read([.. header, .. epochs[0], .. tail]);
            Assert.Equal(1, read.Image.Epoch);
            Assert.NotNull(read.Damage);
        }
    }

    [Fact]
    public void A_page_record_left_out_of_its_epoch_is_noticed()
    {
        using TemporaryFolder folder = new();
        using SampleLog log = new(folder.File("a.log"));
        log.Append(0);
        log.Append(1, 2);
        byte[] bytes = log.Close();
        int first = (int)log.Ends[1];
        LogContent read = SampleLog.Read([.. bytes[..first], .. bytes[(first + PageRecord.Bytes)..]]);
        Assert.Equal(1, read.Image.Epoch);
        Assert.NotNull(read.Damage);
    }

    [Fact]
    public void A_page_of_another_history_is_found_by_the_image_hash_alone()
    {
        using TemporaryFolder folder = new();
        byte[][] histories = new byte[2][];
        long firstEpoch = 0;
        for (int i = 0; i < 2; i++)
        {
            using SampleLog log = new(folder.File($"{i}.log"), seed: (ulong)i + 1);
            log.Append(0, 1);
            log.Append(1);
            firstEpoch = log.Ends[1];
            histories[i] = log.Close();
        }
        // Right number, right epoch, right checksum; only its content belongs to the other log.
        histories[1].AsSpan((int)firstEpoch, PageRecord.Bytes).CopyTo(histories[0].AsSpan((int)firstEpoch));
        LogContent read = SampleLog.Read(histories[0]);
        Assert.Equal(1, read.Image.Epoch);
        Assert.Contains("hash", read.Damage, StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_hash_follows_an_epoch_as_if_it_were_made_anew()
    {
        using TemporaryFolder folder = new();
        using SampleLog log = new(folder.File("a.log"));
        log.Append(0, 1, 2);
        log.Append(1);
        log.Append(0, 4);
        PageHash anew = default;
        byte[] numberAndContent = new byte[sizeof(int) + 4096];
        foreach (int page in new[] { 0, 1, 2, 4 })
        {
            BitConverter.TryWriteBytes(numberAndContent, page);
            log.Replica.Page(page).CopyTo(numberAndContent.AsSpan(sizeof(int)));
            anew ^= PageHash.Of(numberAndContent);
        }
        Assert.Equal(anew, log.Replica.Hash);
    }

    private static bool IsInContent(SampleLog log, int position)
    {
        int epoch = log.Ends.FindIndex(end => end > position);
        if (position < LogHeader.Bytes || position >= log.Ends[epoch] - CommitRecord.Bytes - 8)
            return false;
        long inRecord = (position - log.Ends[epoch - 1]) % PageRecord.Bytes;
        return inRecord is >= 40 and < PageRecord.Bytes - 8;
    }

    private static void AssertDamaged(byte[] bytes, int epochsBefore, byte[] image)
    {
        if (epochsBefore == 0)
        {
            Assert.Throws<UnusableLogException>(() => SampleLog.Read(bytes));
            return;
        }
        LogContent read = SampleLog.Read(bytes);
        Assert.NotNull(read.Damage);
        Assert.Equal(epochsBefore, read.Image.Epoch);
        Assert.True(read.Image.Database.SequenceEqual(image));
    }
}
