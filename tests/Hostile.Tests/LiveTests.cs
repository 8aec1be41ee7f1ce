using System;
using System.Diagnostics;
using System.Linq;
using RingCore.Hostile.Live;
using RingCore.Hostile.Moves;
using RingCore.Hostile.Oracle;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.Hostile.Tests;

/// <summary>A hostile collector that is another process, with everything that a collector is handed.</summary>
[Trait("Category", "Hostile")]
public class LiveTests(ITestOutputHelper output)
{
    private const ulong Seed = 1;
    private const long LeastWrites = 1_000_000;
    private const long LeastPages = 200;

    private const ulong SeedsPerTime = 1000;

    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    [LinuxTheory]
    [InlineData(nameof(RingMode.Indexed))]
    [InlineData(nameof(RingMode.Shadowed))]
    [InlineData(nameof(RingMode.Kernel))]
    public void Whatever_another_process_does_to_the_regions_the_ring_keeps_its_promises(string name)
    {
        RingMode mode = Enum.Parse<RingMode>(name);
        FuzzTally tally = new();
        string? failure;
        long start = Stopwatch.GetTimestamp();
        // How much a time holds depends on the machine: it goes on until there is enough.
        ulong seed = Seed;
        do
        {
            failure = LiveRun.Run(mode, seed, long.MaxValue, s_time, tally);
            seed += SeedsPerTime;
        }
        while (failure is null && !IsEnough(tally) && Stopwatch.GetElapsedTime(start) < s_limit);
        output.WriteLine($"{mode}, two processes:");
        foreach (string line in tally.Lines())
            output.WriteLine(line);
        output.WriteLine(tally.Verdict());
        Assert.Null(failure);
        Assert.True(tally.IsClean);
        Assert.True(tally.Writes > LeastWrites, $"{tally.Writes} hostile writes");
        Assert.True(tally.PagesReset > LeastPages, $"{tally.PagesReset} pages reset");
        Assert.True(tally.Violations > 0);
        Assert.All(Enum.GetValues<KernelMove>(), move => Assert.True(tally.Of(move) > 0, $"{move} was never tried."));
        Assert.True(tally.LongestCall < LiveAttack.CallLimit);
    }

    private static bool IsEnough(FuzzTally tally) =>
        tally.Writes > LeastWrites && tally.PagesReset > LeastPages && tally.Violations > 0 && Enum.GetValues<KernelMove>().All(move => tally.Of(move) > 0);
}
