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

    // Of so many deaths one may be noticed late where the machine itself stands still for a while.
    private const int RoundsPerLateNotice = 100;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_longestNotice = TimeSpan.FromMinutes(1);
    private static readonly CrashPhase[] s_phases = Enum.GetValues<CrashPhase>()[1..];

    [LinuxFact]
    public void Whoever_is_killed_wherever_the_next_goes_on_and_no_page_is_lost_or_invented()
    {
        using CrashRun run = new(Seed);
        CrashTally tally = new();
        string? failure = run.Run(IsEnough, s_limit, tally);
        foreach (string line in tally.Lines())
            output.WriteLine(line);
        output.WriteLine(tally.Verdict());
        Assert.Null(failure);
        Assert.True(tally.IsClean);
        Assert.True(tally.RecordsLost > 0);
        Assert.True(tally.PagesDeclaredDirty >= tally.RecordsLost * CrashPages.Count);
        Assert.True(tally.RegionsRefused > 0);
        Assert.True(tally.LongestNotice > TimeSpan.Zero && tally.LongestNotice < s_longestNotice, $"{tally.LongestNotice} until a death was noticed");
        Assert.True(tally.LateNotices <= tally.Rounds / RoundsPerLateNotice, $"{tally.LateNotices} deaths were noticed later than after {CrashRun.NoticeLimit}");
        Assert.All(s_phases, phase => Assert.True(tally.In(phase) > 0, $"Nobody was killed in {phase}."));
    }

    /// <summary>In which phases whom the kills find depends on the machine: they go on until each has been hit.</summary>
    private static bool IsEnough(CrashTally tally) => tally.Rounds >= Rounds && Array.TrueForAll(s_phases, phase => tally.In(phase) > 0);
}
