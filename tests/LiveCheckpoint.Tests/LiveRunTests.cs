using System;
using System.Diagnostics;
using System.Collections.Generic;
using System.Threading;
using LiveCheckpoint.Checkpoints;
using LiveCheckpoint.Concurrent;
using LiveCheckpoint.Log;
using RingCore.Tracking;
using Xunit;

namespace LiveCheckpoint.Tests;

public class LiveRunTests
{
    private static readonly RunOptions s_short = new()
    {
        Duration = TimeSpan.FromMilliseconds(700),
        CheckpointEvery = TimeSpan.FromMilliseconds(20),
        ImagePages = 8 << 8,
        VerifiesAll = true,
    };

    private const int LeastEpochs = 4;
    private const int LeastRounds = 10;

    /// <summary>What no run here lasts unless something is wrong.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    public static TheoryData<SourceKind, RingDesign, int> Combinations()
    {
        TheoryData<SourceKind, RingDesign, int> all = [];
        foreach (SourceKind source in new[] { SourceKind.Auto, SourceKind.Barrier, SourceKind.Protect, SourceKind.Compare })
        {
            all.Add(source, RingDesign.Flagged, 16);
            all.Add(source, RingDesign.Flagged, 8);
            all.Add(source, RingDesign.Indexed, 16);
            all.Add(source, RingDesign.Packed, 16);
        }
        return all;
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Nothing_is_lost_at_any_epoch_by_any_source_through_any_ring(SourceKind source, RingDesign design, int entryBytes)
    {
        using TemporaryFolder folder = new();
        RunReport report = Run(folder, s_short with { Tracker = new TrackerOptions { Source = source, Design = design, EntryBytes = entryBytes } });
        AssertGood(report);
        Assert.Equal(report.Statistics.Pauses.Count, report.Comparisons);
        Assert.True(report.Comparisons >= 3, $"{report.Comparisons} epochs");
        Assert.True(source == SourceKind.Auto || report.Source.Kind == source);
        Assert.NotEmpty(report.Source.Reason);
        Assert.True(report.WrittenBytes > 0 && report.Statistics.FullCopyBytes > 0);
    }

    [Fact]
    public void Transactions_larger_than_the_ring_are_drained_while_they_run()
    {
        using TemporaryFolder folder = new();
        RunReport report = Run(folder, s_short with
        {
            ImagePages = 32 << 8,
            Tracker = new TrackerOptions { Source = SourceKind.Barrier, Entries = 256, ThrottleTimeout = s_longest },
        });
        AssertGood(report);
        Assert.True(report.Counters.Throttles > 0);
        Assert.Equal(0, report.Counters.ThrottleTimeouts);
        Assert.True(report.Statistics.DirtyPages[0] > 1000, $"{report.Statistics.DirtyPages[0]} pages in the first transaction");
    }

    [Theory]
    [InlineData(nameof(SabotageKind.DropOne), SourceKind.Barrier)]
    [InlineData(nameof(SabotageKind.StaleOne), SourceKind.Barrier)]
    [InlineData(nameof(SabotageKind.DropOne), SourceKind.Protect)]
    [InlineData(nameof(SabotageKind.StaleOne), SourceKind.Compare)]
    public void Sabotage_is_found(string sabotage, SourceKind source)
    {
        using TemporaryFolder folder = new();
        RunReport report = Run(folder, s_short with { Sabotage = Enum.Parse<SabotageKind>(sabotage), VerifiesAll = false, Tracker = new TrackerOptions { Source = source } });
        Assert.False(report.SabotageMissing);
        Assert.True(report.Lost >= 1);
        Assert.False(report.IsGood);
        Assert.Equal(report.Statistics.Pauses.Count, report.Comparisons);
    }

    [Fact]
    public void A_continued_log_starts_from_its_last_epoch_and_database()
    {
        using TemporaryFolder folder = new();
        RunOptions options = s_short with { Seed = 42, Duration = TimeSpan.FromMilliseconds(300) };
        RunReport first = Run(folder, options);
        AssertGood(first);

        LogTarget target = LogTarget.Choose(folder.File("run.log"), append: true, force: false);
        Assert.Equal(first.Durable.Epoch, target.Found!.Image.Epoch);
        // Options that the log overrides.
        RunReport second = Run(folder, options with { Seed = 1, ImagePages = 1 << 8 }, target);
        AssertGood(second);
        Assert.Equal(42UL, second.Options.Seed);
        Assert.Equal(first.Options.ImagePages, second.Options.ImagePages);
        Assert.Equal(first.Durable.Epoch + second.Statistics.Pauses.Count, second.Durable.Epoch);
        Assert.Equal(first.Durable.Transaction + second.Transactions, second.Durable.Transaction);
        Assert.True(second.Transactions > 0);
        // What the memory held when tracking began is in the log already.
        Assert.True(second.Statistics.DirtyPages[0] < 20, $"{second.Statistics.DirtyPages[0]} pages in the first epoch");
    }

    [Fact]
    public void An_existing_log_is_neither_overwritten_nor_continued_unless_asked()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("run.log");
        using (SampleLog log = new(path))
            log.Append(0);
        UnusableLogException refusal = Assert.Throws<UnusableLogException>(() => LogTarget.Choose(path, append: false, force: false));
        Assert.Contains("--append", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--force", refusal.Message, StringComparison.Ordinal);
        Assert.True(LogTarget.Choose(path, append: false, force: true).Overwrites);
        Assert.NotNull(LogTarget.Choose(path, append: true, force: false).Found);
        Assert.Null(LogTarget.Choose(folder.File("new.log"), append: true, force: false).Found);
    }

    [Fact]
    public void Durable_points_are_announced_in_order_and_end_with_the_last_epoch()
    {
        using TemporaryFolder folder = new();
        List<long> committed = [];
        List<DurablePoint> durable = [];
        LogTarget target = new(folder.File("run.log"), Overwrites: false, Found: null);
        // Long enough for a compaction, however slow the machine is, and no longer.
        using CancellationTokenSource compacted = new();
        RunOptions options = s_short with { ImagePages = 2 << 8, Duration = s_longest };
        using LiveRun run = new(options, target, new RunProgress(), committed.Add, point =>
        {
            durable.Add(point);
            if (point.Generation > 0)
                compacted.Cancel();
        });
        RunReport report = run.Run(folder.File("restored.db"), compacted.Token);
        AssertGood(report);
        Assert.Equal(report.Durable, durable[^1]);
        for (int i = 1; i < durable.Count; i++)
        {
            Assert.True(durable[i].Epoch >= durable[i - 1].Epoch && durable[i].Transaction >= durable[i - 1].Transaction);
            Assert.Equal(durable[i].Epoch == durable[i - 1].Epoch ? 1 : 0, durable[i].Generation - durable[i - 1].Generation);
        }
        for (int i = 0; i < committed.Count; i++)
            Assert.Equal(i + 1, committed[i]);
        Assert.Equal(committed[^1], durable[^1].Transaction);
        Assert.True(report.Compactions > 0, "a small database under load is compacted");
    }

    [Fact]
    public void A_stopped_run_ends_with_a_complete_epoch()
    {
        using TemporaryFolder folder = new();
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(300));
        RunReport report = RunFor(folder, s_short with { Duration = TimeSpan.FromMinutes(10) }, stop: stop.Token);
        AssertGood(report);
    }

    [Fact]
    public void Throughput_is_measured_with_and_without_checkpoints()
    {
        RunReport? report = null;
        // A machine that stands still for the whole of a slice leaves nothing to measure: once more then.
        for (int attempt = 0; attempt < 20 && report is not { PerSecondWith: > 0, PerSecondWithout: > 0 }; attempt++)
        {
            using TemporaryFolder folder = new();
            report = RunFor(folder, s_short with { VerifiesAll = false });
        }

        Assert.True(report!.PerSecondWith > 0);
        Assert.True(report.PerSecondWithout > 0);
    }

    [Fact]
    public void A_database_that_outgrows_the_image_ends_the_run_with_a_sentence()
    {
        using TemporaryFolder folder = new();
        RunReport report = RunFor(folder, s_short with { ImagePages = 4 });
        Assert.Contains("the image has 4 pages", report.Failure, StringComparison.Ordinal);
        Assert.False(report.IsGood);
        Assert.Equal(report.Durable.Epoch, LogReader.Read(folder.File("run.log")).Image.Epoch);
    }

    [Fact]
    public void A_log_that_cannot_be_compacted_ends_the_run_and_keeps_every_durable_epoch()
    {
        using TemporaryFolder folder = new();
        // A folder stands where the compacted log would be written.
        System.IO.Directory.CreateDirectory(folder.File("run.log.tmp"));
        RunReport report = RunFor(folder, s_short with { Duration = s_longest });
        Assert.Contains("cannot be written", report.Failure, StringComparison.Ordinal);
        Assert.False(report.IsGood);
        LogContent log = LogReader.Read(folder.File("run.log"));
        Assert.Null(log.Damage);
        Assert.Equal(report.Durable.Epoch, log.Image.Epoch);
        Assert.Equal(report.Durable.Transaction, log.Image.Transaction);
    }

    [Theory]
    [InlineData(4, 128)]
    [InlineData(2, 4096)]
    public void Writers_that_never_stop_lose_nothing_to_the_rounds(int writers, int entries)
    {
        using TemporaryFolder folder = new();
        RunOptions options = s_short with
        {
            Duration = s_longest,
            ImagePages = 16 << 8,
            Tracker = new TrackerOptions { Source = SourceKind.Barrier, Entries = entries },
        };
        using ConcurrentRun run = new(options, writers);
        RunProgress progress = new();
        long start = Stopwatch.GetTimestamp();
        using CancellationTokenSource enough = new();
        using Timer look = new(
            _ =>
            {
                if (progress.Epochs > LeastRounds && Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(1.5))
                    enough.Cancel();
            },
            null, 100, 100);
        ConcurrentReport report = run.Run(System.IO.Path.GetDirectoryName(folder.File("x"))!, progress, enough.Token);
        using ManualResetEvent hasEnded = new(false);
        Assert.True(look.Dispose(hasEnded) && hasEnded.WaitOne(s_longest));
        Assert.Null(report.Fault);
        Assert.Equal(0, report.Lost);
        Assert.True(report.IsGood);
        Assert.True(report.Rounds > LeastRounds, $"{report.Rounds} rounds");
        Assert.True(report.Rows > 0 && report.PagesRead > 0 && report.Transactions >= writers);
    }

    [Fact]
    public void Quantiles_are_values_of_the_list()
    {
        List<int> values = [5, 1, 4, 2, 3];
        Assert.Equal(3, RunStatistics.Quantile(values, 0.5));
        Assert.Equal(5, RunStatistics.Quantile(values, 0.99));
        Assert.Equal(5, RunStatistics.Quantile(values, 1));
        Assert.Equal(1, RunStatistics.Quantile(values, 0));
        Assert.Equal(0, RunStatistics.Quantile(new List<int>(), 0.5));
    }

    /// <summary>Runs for the time that the options name, and on until there are some epochs: how many a time holds depends on the machine.</summary>
    private static RunReport Run(TemporaryFolder folder, RunOptions options, LogTarget? target = null)
    {
        target ??= new LogTarget(folder.File("run.log"), Overwrites: false, Found: null);
        long first = target.Found?.Image.Epoch ?? 0;
        using CancellationTokenSource enough = new();
        long start = Stopwatch.GetTimestamp();
        using LiveRun run = new(options with { Duration = s_longest }, target, new RunProgress(), static _ => { }, point =>
        {
            if (point.Epoch >= first + LeastEpochs && Stopwatch.GetElapsedTime(start) >= options.Duration)
                enough.Cancel();
        });
        return run.Run(folder.File("restored.db"), enough.Token);
    }

    private static RunReport RunFor(TemporaryFolder folder, RunOptions options, LogTarget? target = null, CancellationToken stop = default)
    {
        target ??= new LogTarget(folder.File("run.log"), Overwrites: false, Found: null);
        using LiveRun run = new(options, target, new RunProgress(), static _ => { }, static _ => { });
        return run.Run(folder.File("restored.db"), stop);
    }

    private static void AssertGood(RunReport report)
    {
        Assert.Null(report.Failure);
        Assert.Null(report.Restored!.Fault);
        Assert.Equal(0, report.Lost);
        Assert.Equal("ok", report.Restored.Integrity);
        Assert.Equal(report.Durable.Epoch, report.Restored.Epoch);
        Assert.Equal(report.Statistics.Pauses.Count, report.Counters.RoundsCommitted);
        Assert.Equal(report.Counters.Rounds, report.Counters.RoundsCommitted);
        Assert.True(report.Restored.Rows > 100);
        Assert.True(report.IsGood);
    }
}
