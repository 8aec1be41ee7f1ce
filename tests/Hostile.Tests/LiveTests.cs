using System;
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

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    [LinuxTheory]
    [InlineData(nameof(RingMode.Indexed))]
    [InlineData(nameof(RingMode.Shadowed))]
    [InlineData(nameof(RingMode.Kernel))]
    public void Whatever_another_process_does_to_the_regions_the_ring_keeps_its_promises(string name)
    {
        RingMode mode = Enum.Parse<RingMode>(name);
        FuzzTally tally = new();
        string? failure = LiveRun.Run(mode, Seed, long.MaxValue, s_limit, tally);
        output.WriteLine($"{mode}, two processes:");
        foreach (string line in tally.Lines())
            output.WriteLine(line);
        output.WriteLine(tally.Verdict());
        Assert.Null(failure);
        Assert.True(tally.IsClean);
        Assert.True(tally.Writes > 1_000_000, $"{tally.Writes} hostile writes");
        Assert.True(tally.PagesReset > 200, $"{tally.PagesReset} pages reset");
        Assert.True(tally.Violations > 0);
        Assert.All(Enum.GetValues<KernelMove>(), move => Assert.True(tally.Of(move) > 0, $"{move} was never tried."));
        Assert.True(tally.LongestCall < LiveAttack.CallLimit);
    }
}
