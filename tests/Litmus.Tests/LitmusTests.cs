using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using RingCore.Litmus;
using RingCore.Litmus.Catalog;
using RingCore.Litmus.Rings;
using RingCore.Litmus.Running;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>The litmus program on this machine's cores, and that it would say so if something went wrong.</summary>
[Trait("Category", "Litmus")]
public class LitmusTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    [Fact]
    public void A_second_on_this_machine_shows_nothing_forbidden()
    {
        (int exitCode, string output) = RunProgram("--seconds", "1");
        Assert.True(exitCode == 0, output);
        Assert.Contains(Environment.ProcessorCount < 2 ? "not run: needs 2 cores" : "PASSED: 0 forbidden outcomes", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_no_test_has_is_refused_with_the_names()
    {
        (int exitCode, string output) = RunProgram("--only", "nothing");
        Assert.Equal(Environment.ProcessorCount < 2 ? 0 : 1, exitCode);
        Assert.Contains(Environment.ProcessorCount < 2 ? "not run" : "MP+ordered", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_weak_outcome_that_nobody_allows_is_counted_as_forbidden_everywhere()
    {
        LitmusResult result = RunOnce(Permission.None, r0: 1, r1: 0);
        Assert.Equal(result.Total, result.Weak);
        Assert.All(Enum.GetValues<Architecture>(), architecture => Assert.Equal(result.Total, result.Forbidden(architecture)));
    }

    [Fact]
    public void An_outcome_that_the_model_allows_and_x64_does_not_is_forbidden_on_x64_alone()
    {
        LitmusResult result = RunOnce(Permission.NotOnX64, r0: 1, r1: 0);
        Assert.Equal(result.Total, result.Forbidden(Architecture.X64));
        Assert.Equal(0, result.Forbidden(Architecture.Arm64));
        Assert.Equal(0, result.Forbidden(Architecture.Other));
    }

    [Theory]
    [InlineData(2u)]
    [InlineData(uint.MaxValue)]
    public void A_value_that_nobody_stored_is_forbidden(uint value)
    {
        LitmusResult result = RunOnce(Permission.Everywhere, value, r1: 0);
        Assert.Equal(result.Total, result.Forbidden(Architecture.X64));
        Assert.Equal(0, result.Counts.Sum());
    }

    [Fact]
    public void An_outcome_of_an_interleaving_is_allowed_and_counted_under_its_name()
    {
        LitmusResult result = RunOnce(Permission.None, r0: 1, r1: 1);
        Assert.Equal(0, result.Forbidden(Architecture.X64));
        Assert.True(result.Total >= result.Test.Instances);
        Assert.Equal(result.Total, result.Counts[result.Test.Outcomes.ToList().FindIndex(outcome => outcome.Name == "r0=1 r1=1")]);
    }

    [Theory]
    [InlineData("WRC")]
    [InlineData("WRC+ordered")]
    [InlineData("IRIW")]
    [InlineData("IRIW+ordered")]
    public void Tests_of_three_and_four_parties_end_as_listed_on_fewer_cores_too(string name)
    {
        LitmusTest test = Litmus.Catalog.LitmusTests.All.Single(test => test.Name == name);
        LitmusResult result = LitmusRun.Run(test, new Crew([0, 1, 2, 3], pinned: false), TimeSpan.Zero);
        Assert.Equal(0, result.Forbidden(Architecture.Other));
        Assert.True(result.Total >= test.Instances);
    }

    [Theory]
    [InlineData(nameof(FlaggedDirtyRing))]
    [InlineData(nameof(FlaggedPageRing))]
    [InlineData(nameof(IndexedDirtyRing))]
    [InlineData(nameof(PackedDirtyRing))]
    [InlineData(nameof(VmDirtyRing))]
    [InlineData(nameof(SpscRing<>))]
    [InlineData(nameof(MpscRing<>))]
    public void Rings_of_three_threads_pass_a_round_on_fewer_cores_too(string name)
    {
        RingResult result = RingRun.Run(RingDesign.All.Single(design => design.Name == name), new Crew([0, 1, 2], pinned: false), TimeSpan.Zero);
        Assert.Null(result.Violation);
        Assert.Equal(name is nameof(VmDirtyRing) or nameof(MpscRing<>) ? 32_768 : 16_384, result.Pages);
    }

    [Fact]
    public void Pages_lost_repeated_torn_or_without_their_data_are_violations()
    {
        using WrittenWords words = new();
        for (uint i = 0; i < 4; i++)
            words.Write(0, i);
        Assert.Equal(4, Take(0, 1, 2, 3).Arrived);
        Assert.Throws<RingViolationException>(() => Take(1));
        Assert.Throws<RingViolationException>(() => Take(0, 0));
        Assert.Throws<RingViolationException>(() => Check().Take(new DirtyPage(StressPages.Page(0, 0).Slot ^ 1, StressPages.Page(0, 0).Offset)));
        Assert.Throws<RingViolationException>(() => Check().Take(StressPages.Page(1, 0)));
        Assert.Throws<RingViolationException>(() => Take(0, 1, 2, 3, 4));

        ArrivalCheck Check() => new("Test", producers: 1, pushes: 8, words);
        ArrivalCheck Take(params uint[] numbers)
        {
            ArrivalCheck check = Check();
            foreach (uint number in numbers)
                check.Take(StressPages.Page(0, number));
            return check;
        }
    }

    /// <summary>A test of the shape of MP whose outcome is no accident: both registers are set by one party.</summary>
    private static unsafe LitmusResult RunOnce(Permission weak, uint r0, uint r1)
    {
        LitmusTest test = new("fixed", "none", 2, weak, Act, new Observed(Field.R0, 0, Weak: 1), new Observed(Field.R1, 0, Weak: 0));
        return LitmusRun.Run(test, new Crew([0, 1], pinned: false), TimeSpan.Zero);

        void Act(int party, Arena arena)
        {
            for (int i = 0; party == 1 && i < arena.Instances; i++)
            {
                arena.Registers(party)[i * Arena.RegisterCount] = r0;
                arena.Registers(party)[(i * Arena.RegisterCount) + 1] = r1;
            }
        }
    }

    private static (int ExitCode, string Output) RunProgram(params string[] arguments)
    {
        using Process process = Process.Start(
            new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Litmus.dll"), .. arguments]) { RedirectStandardOutput = true })!;
        System.Threading.Tasks.Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill();
            throw new TimeoutException($"The program has not ended after {s_limit.TotalSeconds} s.");
        }

        return (process.ExitCode, output.GetAwaiter().GetResult());
    }
}
