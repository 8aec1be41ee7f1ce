using System;
using Xunit;

namespace RingCore.Tracking.Tests;

/// <summary>A look from outside at a tracker's private record.</summary>
[Trait("Category", "Trace")]
public sealed unsafe class TrackerInspectorTests
{
    [Fact]
    public void Marked_open_and_announced_pages_are_counted()
    {
        using SharedPair pair = new(null, 64, 300_000);
        TrackerReport fresh = TrackerInspector.Inspect(pair.Memory.Record.Descriptor);
        Assert.Equal((null, 300_064L, 0ul, 0L, 0ul), (fresh.Refusal, fresh.Pages, fresh.Round, fresh.Marked, fresh.IntentPages));

        ulong[] pages = [3, 64, 65, 299_999, 300_063];
        foreach (ulong page in pages)
            _ = pair.Write(page, 1);
        Assert.True(pair.Tracker.Intend(100, 7));
        TrackerReport report = TrackerInspector.Inspect(pair.Memory.Record.Descriptor);
        Assert.Equal((5, 100ul, 7ul), (report.Marked, report.IntentFirst, report.IntentPages));
        Assert.Equal(0, report.OpenOrInFlight + report.InFlightOrOpen);
        Assert.Contains("5 marked; open and in flight, in either order: 0 and 0", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("7 pages from 100 on", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_shows_its_records()
    {
        using SharedPair pair = new();
        Assert.Contains(
            TrackerInspector.InspectProcess(Environment.ProcessId, out string? remark),
            report => report.Source.EndsWith($"descriptor {pair.Memory.Record.Descriptor.DangerousGetHandle()}", StringComparison.Ordinal) && report.Pages == 364);
        Assert.Null(remark);
        Assert.Empty(TrackerInspector.InspectProcess(int.MaxValue, out remark));
        Assert.Equal($"There is no process {int.MaxValue}.", remark);
    }

    [Theory]
    [InlineData(0, 5ul, "no record: half made, or of another version")]
    [InlineData(1, 0ul, "a record of 0 pages does not fit into its")]
    [InlineData(1, ulong.MaxValue, "a record of 18446744073709551615 pages does not fit into its")]
    [InlineData(1, 30_000ul, "a record of 30000 pages does not fit into its")]
    public void What_is_no_record_gives_a_sentence(int word, ulong value, string sentence)
    {
        using SharedPair pair = new();
        ((ulong*)pair.Memory.Record.Start)[word] = value;
        TrackerReport report = TrackerInspector.Inspect(pair.Memory.Record.Descriptor);
        Assert.StartsWith(sentence, report.Refusal, StringComparison.Ordinal);
        Assert.Contains(sentence, report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Words_that_point_beyond_a_set_are_not_followed()
    {
        using SharedPair pair = new();
        new Span<byte>(pair.Memory.Record.Start + 128, (int)pair.Memory.Record.Bytes - 128).Fill(0xff);
        TrackerReport report = TrackerInspector.Inspect(pair.Memory.Record.Descriptor);
        Assert.Equal(384, report.Marked); // 6 whole words, whatever bits of the last are no pages
    }

    [Fact]
    public void Garbage_never_throws()
    {
        Random random = new(7);
        using SharedPair pair = new();
        for (int i = 0; i < 500; i++)
        {
            Span<byte> bytes = new(pair.Memory.Record.Start + 8, (int)pair.Memory.Record.Bytes - 8);
            random.NextBytes(bytes[..random.Next(bytes.Length)]);
            if (i % 2 == 0)
                ((ulong*)pair.Memory.Record.Start)[1] = (ulong)random.Next(1, 40_000);
            Assert.NotEmpty(TrackerInspector.Inspect(pair.Memory.Record.Descriptor).ToString());
        }
    }
}
