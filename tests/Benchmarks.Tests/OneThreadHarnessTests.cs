using System;
using System.Linq;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Benchmarks.Platform;
using Xunit;

namespace RingCore.Tests;

public class OneThreadHarnessTests
{
    private const int Repetitions = 50;
    private static readonly int s_cpu = Enumerable.Range(0, CpuAffinity.MaxCpus).First(CpuAffinity.IsAllowed);
    private static readonly TimeSpan s_duration = TimeSpan.FromMilliseconds(200);

    /// <summary>What else runs on the machine can spoil a measurement, but not make a wrong one right: it is repeated.</summary>
    [Fact]
    public void A_party_with_four_times_the_work_takes_about_four_times_as_long()
    {
        using CountingParty ours = new("ours", entries: 1000, stepsPerEntry: 1);
        using CountingParty peer = new("peer", entries: 1000, stepsPerEntry: 4);
        OneThreadHarness harness = new([ours, peer], cpu: s_cpu);
        double median = 0;
        for (int i = 0; i < Repetitions && (median is < 3 or > 5); i++)
        {
            harness.Run(s_duration);
            if (harness.Compare("counting", [new Pair("ours", "peer"), new Pair("ours", "absent")]) is not [Comparison comparison])
                continue; // every round was interrupted
            Assert.Equal(Regime.Single, comparison.Regime);
            Assert.InRange(comparison.Ratio.Count + comparison.Discarded, harness.Rounds.Count, harness.Rounds.Count);
            median = comparison.Ratio.Median;
        }

        Assert.InRange(median, 3, 5);
    }

    [Fact]
    public void A_failed_check_ends_the_run_with_its_message()
    {
        using CountingParty party = new("ours", entries: 1000, stepsPerEntry: 1) { Loses = true };
        OneThreadHarness harness = new([party], cpu: s_cpu);
        string message = Assert.Throws<InvalidOperationException>(() => harness.Run(s_duration)).Message;
        Assert.StartsWith("ours: ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lap_that_the_timer_cannot_resolve_is_refused()
    {
        using CountingParty party = new("ours", entries: 1, stepsPerEntry: 1);
        OneThreadHarness harness = new([party], cpu: s_cpu);
        string message = Assert.Throws<InvalidOperationException>(() => harness.Run(s_duration)).Message;
        Assert.Contains("too short", message, StringComparison.Ordinal);
    }
}
