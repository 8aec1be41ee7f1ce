using System;
using RingCore.Hostile.Crash;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.Hostile.Tests;

/// <summary>SIGKILL to producer and collector, as processes, at any instruction.</summary>
[Trait("Category", "Hostile")]
public class CrashTests(ITestOutputHelper output)
{
    private const int Rounds = 500;
    private const ulong Seed = 1;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    [LinuxFact]
    public void Whoever_is_killed_wherever_the_next_goes_on_and_no_page_is_lost_or_invented()
    {
        using CrashRun run = new(Seed);
        CrashTally tally = new();
        string? failure = run.Run(Rounds, s_limit, tally);
        foreach (string line in tally.Lines())
            output.WriteLine(line);
        output.WriteLine(tally.Verdict());
        Assert.Null(failure);
        Assert.True(tally.IsClean);
        Assert.True(tally.RecordsLost > 0);
        Assert.True(tally.PagesDeclaredDirty >= tally.RecordsLost * CrashPages.Count);
        Assert.True(tally.RegionsRefused > 0);
        Assert.True(tally.LongestNotice > TimeSpan.Zero && tally.LongestNotice < CrashRun.NoticeLimit, $"{tally.LongestNotice} until a death was noticed");
        Assert.All(Enum.GetValues<CrashPhase>()[1..], phase => Assert.True(tally.In(phase) > 0, $"Nobody was killed in {phase}."));
    }
}
