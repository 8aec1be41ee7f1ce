using System.IO;
using System.Text;
using LiveCheckpoint.Checkpoints;
using LiveCheckpoint.Crash;
using Xunit;

namespace LiveCheckpoint.Tests;

public class AnnouncementTests
{
    [Fact]
    public void What_is_announced_is_understood()
    {
        using MemoryStream pipe = new();
        Announcer announcer = new(pipe);
        announcer.Committed(12);
        announcer.Durable(new DurablePoint(3, 11, 1, 4321));
        announcer.Committed(13);
        Announcement heard = new();
        foreach (string line in Encoding.ASCII.GetString(pipe.ToArray()).Split('\n'))
            heard.Take(line);
        Assert.Equal(13, heard.Committed);
        Assert.Equal(new DurablePoint(3, 11, 1, 4321), heard.Durable);
    }

    [Fact]
    public void A_log_that_lacks_what_was_announced_is_found_out()
    {
        using TemporaryFolder folder = new();
        using SampleLog log = new(folder.File("a.log"));
        log.Append(0);
        log.Close();
        Announcement announced = new();
        announced.Take("committed 30");
        announced.Take("durable 3 30 0 9999");
        CrashVerdict verdict = CrashVerdict.Reach(log.Path, folder.File("a.db"), announced);
        Assert.Equal(20, verdict.LostTransactions);
        Assert.NotNull(verdict.Corruption);
        File.WriteAllBytes(log.Path, []);
        Assert.Equal(30, CrashVerdict.Reach(log.Path, folder.File("a.db"), announced).LostTransactions);
    }

    [Fact]
    public void A_log_that_holds_more_than_was_announced_is_found_out()
    {
        using TemporaryFolder folder = new();
        using SampleLog log = new(folder.File("a.log"));
        log.Append(0);
        log.Close();
        Announcement announced = new();
        announced.Take("committed 9");
        announced.Take("durable 1 9 0 100");
        Assert.NotNull(CrashVerdict.Reach(log.Path, folder.File("a.db"), announced).Corruption);
    }
}
