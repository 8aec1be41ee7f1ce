using System;
using System.IO;
using System.Linq;
using LiveCheckpoint.Checkpoints;
using LiveCheckpoint.Crash;
using LiveCheckpoint.Log;
using LiveCheckpoint.Workloads;
using RingCore.Tracking;
using Xunit;

namespace LiveCheckpoint.Tests;

public class LogWriterTests
{
    [Fact]
    public void Compaction_keeps_the_newest_image_and_its_epoch_and_the_log_goes_on()
    {
        using TemporaryFolder folder = new();
        using SampleLog log = new(folder.File("a.log"));
        log.Append(0, 1, 2);
        while (!log.Writer.IsMostlyOld(log.Replica))
            log.Append(1, 2);
        long before = log.Writer.LengthBytes;
        log.Writer.Compact(log.Replica);
        Assert.InRange(log.Writer.LengthBytes, 1, before / 2);
        Assert.Equal(log.Writer.LengthBytes, new FileInfo(log.Path).Length);
        Assert.False(log.Writer.IsMostlyOld(log.Replica));
        (long compactedBytes, long epoch) = (log.Writer.LengthBytes, log.Replica.Epoch);
        log.Append(0, 4);

        byte[] bytes = log.Close();
        LogContent compacted = SampleLog.Read(bytes[..(int)compactedBytes]);
        Assert.Null(compacted.Damage);
        Assert.Equal(1, compacted.Header.Generation);
        Assert.Equal(epoch, compacted.Image.Epoch);
        Assert.Equal(log.Images[^2], compacted.Image.Database.ToArray());
        LogContent longer = SampleLog.Read(bytes);
        Assert.Null(longer.Damage);
        Assert.Equal(epoch + 1, longer.Image.Epoch);
        Assert.Equal(log.Images[^1], longer.Image.Database.ToArray());
        Assert.False(File.Exists(log.Path + ".tmp"));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(8, 1)]
    [InlineData(16, 4)]
    public void All_that_is_written_is_less_than_eleven_tenths_of_the_dirty_pages(int imagePages, int epochPages)
    {
        using TemporaryFolder folder = new();
        using SampleLog log = new(folder.File("a.log"));
        int[] image = [.. Enumerable.Range(0, imagePages)];
        log.Append(image);
        long dirtyPages = imagePages;
        int compactions = 0;
        for (int epoch = 0; compactions < 2; epoch++)
        {
            int first = epoch * epochPages % imagePages;
            log.Append(image.AsSpan(first, epochPages));
            dirtyPages += epochPages;
            if (!log.Writer.IsMostlyOld(log.Replica))
                continue;
            log.Writer.Compact(log.Replica);
            compactions++;
        }
        Assert.InRange(log.Writer.WrittenBytes, dirtyPages * TrackedMemory.PageBytes, (long)(1.1 * dirtyPages * TrackedMemory.PageBytes));
        // And it is bounded: up to 17 images before a compaction, and one after it.
        Assert.InRange(log.Writer.LengthBytes, 1, 2L * imagePages * TrackedMemory.PageBytes);
    }

    [Fact]
    public void Continuing_cuts_a_torn_tail_off_and_appends_behind_the_last_complete_epoch()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("a.log");
        byte[] bytes;
        using (SampleLog log = new(path))
        {
            log.Append(0, 1);
            log.Append(1, 2, 3);
            bytes = log.Close();
        }
        File.WriteAllBytes(path, bytes[..^1]);
        using SampleLog continued = new(path, LogReader.Read(path));
        continued.Append(2);
        LogContent read = SampleLog.Read(continued.Close());
        Assert.Null(read.Damage);
        Assert.Equal(2, read.Image.Epoch);
        Assert.Equal(continued.Images[^1], read.Image.Database.ToArray());
    }

    [Fact]
    public void Continuing_repairs_a_damaged_header()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("a.log");
        byte[] bytes;
        using (SampleLog log = new(path))
        {
            log.Append(0, 1);
            bytes = log.Close();
        }
        bytes[3]++;
        File.WriteAllBytes(path, bytes);
        LogContent damaged = LogReader.Read(path);
        Assert.NotNull(damaged.Damage);
        using (SampleLog continued = new(path, damaged))
            continued.Append(1);
        Assert.Null(LogReader.Read(path).Damage);
    }

    [Fact]
    public void A_log_has_one_writer()
    {
        using TemporaryFolder folder = new();
        using SampleLog first = new(folder.File("a.log"));
        first.Append(0);
        first.Close();
        LogContent read = LogReader.Read(first.Path);
        using LogWriter second = LogWriter.Continue(first.Path, read);
        Assert.Throws<IOException>(() => LogWriter.Continue(first.Path, read));
        Assert.Throws<IOException>(() => LogWriter.Create(first.Path, read.Header, overwrite: false));
        Assert.Throws<IOException>(() => LogWriter.Create(first.Path, read.Header, overwrite: true));
        Assert.Equal(read.CompleteBytes, new FileInfo(first.Path).Length);
    }

    [Fact]
    public void Any_power_loss_leaves_all_epochs_that_were_durable()
    {
        using TemporaryFolder folder = new();
        using SampleLog log = new(folder.File("a.log"));
        log.Append(0, 1, 2, 3);
        log.Append(2, 3, 5);
        log.Append(0, 1, 5);
        log.Close();
        RandomSequence random = new(5);
        int damaged = 0;
        for (int i = 0; i < 200; i++)
        {
            int durable = 1 + i % 3;
            PowerLoss.Simulate(log.Path, folder.File("copy.log"), log.Ends[durable], ref random);
            LogContent read = LogReader.Read(folder.File("copy.log"));
            Assert.True(read.Image.Epoch >= durable, $"epoch {durable} was durable, {read.Image.Epoch} is there");
            Assert.Equal(log.Images[(int)read.Image.Epoch], read.Image.Database.ToArray());
            damaged += read.Image.Epoch < 3 ? 1 : 0;
        }
        Assert.InRange(damaged, 50, 150);
    }

    [Fact]
    public void A_power_loss_changes_nothing_before_the_durable_length()
    {
        using TemporaryFolder folder = new();
        using SampleLog log = new(folder.File("a.log"));
        log.Append(0, 1);
        log.Append(0, 1);
        byte[] bytes = log.Close();
        RandomSequence random = new(9);
        int changedSectors = 0;
        foreach (long durable in new[] { log.Ends[1], log.Ends[1] + 100, bytes.Length })
        {
            changedSectors += PowerLoss.Simulate(log.Path, folder.File("copy.log"), durable, ref random);
            byte[] copy = File.ReadAllBytes(folder.File("copy.log"));
            Assert.True(copy.AsSpan(0, (int)durable).SequenceEqual(bytes.AsSpan(0, (int)durable)));
        }
        Assert.True(changedSectors > 0);
    }

    [Fact]
    public void The_durable_length_of_a_log_compacted_since_is_its_first_epoch()
    {
        using TemporaryFolder folder = new();
        using SampleLog log = new(folder.File("a.log"));
        log.Append(0, 1);
        DurablePoint announced = new(1, 10, Generation: 0, log.Writer.LengthBytes);
        log.Writer.Compact(log.Replica);
        long compacted = log.Writer.LengthBytes;
        log.Append(1);
        log.Close();
        Assert.Equal(12345, PowerLoss.DurableBytes(LogReader.Read(log.Path), announced with { Generation = 1, LogBytes = 12345 }));
        Assert.Equal(compacted, PowerLoss.DurableBytes(LogReader.Read(log.Path), announced));
    }
}
