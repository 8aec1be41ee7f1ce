using System;
using System.IO;
using RingCore.TraceReport.Reading;
using Xunit;

namespace RingCore.TraceReport.Tests;

/// <summary>Files that are no whole trace: a sentence, and what could be read.</summary>
[Collection(RecordedSessionCollection.Name)]
[Trait("Category", "Trace")]
public sealed class DamagedTraceTests(RecordedSession session)
{
    private const int Cuts = 24;

    [Fact]
    public void A_truncated_trace_gives_what_came_before()
    {
        using TemporaryFolder folder = new();
        byte[] whole = File.ReadAllBytes(session.Path);
        // The last bytes are an end mark of a few bytes: with it alone gone, every event is there.
        ReadTrace cut = TraceFile.Read(Write(folder, whole.AsSpan(0, whole.Length - 1)));
        Assert.NotNull(cut.Fault);
        Assert.Equal(session.Trace.Events, cut.Events);
        Assert.Equal(session.Trace.RingEvents, cut.RingEvents);
    }

    [Fact]
    public void A_trace_cut_anywhere_is_a_fault_or_a_sentence_and_never_more_than_was_written()
    {
        using TemporaryFolder folder = new();
        byte[] whole = File.ReadAllBytes(session.Path);
        for (int i = 1; i < Cuts; i++)
        {
            string path = Write(folder, whole.AsSpan(0, (int)((long)whole.Length * i / Cuts)));
            try
            {
                ReadTrace cut = TraceFile.Read(path);
                Assert.NotNull(cut.Fault);
                Assert.InRange(cut.Events, 0, session.Trace.Events);
            }
            catch (TraceUnreadableException failure)
            {
                Assert.Contains(path, failure.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("not.nettrace", "#!/bin/sh\necho this is no trace\n", "is not an EventPipe trace")]
    [InlineData("empty.nettrace", "", "is empty")]
    [InlineData("header.nettrace", "Nettrace", "header cannot be read")]
    [InlineData("other.txt", "text", "ends in .nettrace, .etl or .etl.zip")]
    public void What_is_not_a_trace_is_told_why(string name, string content, string why)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File(name), content);
        Assert.Contains(why, WhyNot(folder.File(name)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_told() => Assert.Contains("cannot be opened", WhyNot("/nowhere/missing.nettrace"), StringComparison.Ordinal);

    [Fact]
    public void An_etl_is_sent_to_Windows()
    {
        if (OperatingSystem.IsWindows())
            return;
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("some.etl.zip"), "zip");
        Assert.Contains("read this one on Windows", WhyNot(folder.File("some.etl.zip")), StringComparison.Ordinal);
    }

    private static string WhyNot(string path)
    {
        try
        {
            return TraceFile.Read(path).Fault ?? "";
        }
        catch (TraceUnreadableException failure)
        {
            return failure.Message;
        }
    }

    private static string Write(TemporaryFolder folder, ReadOnlySpan<byte> bytes)
    {
        string path = folder.File("cut.nettrace");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
