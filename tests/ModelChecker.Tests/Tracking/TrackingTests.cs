using System;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.ModelChecker.Tests.Tracking;

/// <summary>
/// The shipped marks, bitmap, signal and sets with the shipped rings under both memories: no write is lost, nobody sleeps for ever.
/// </summary>
[Trait("Category", "Model")]
public sealed class TrackingTests(ITestOutputHelper output)
{
    public static TheoryData<TrackingCase> Cases() => [.. TrackingCase.All];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_execution_is_right(TrackingCase trackingCase)
    {
        foreach (MemoryModel model in new[] { MemoryModel.DotNet, MemoryModel.X64 })
        {
            using TrackingProgram program = trackingCase.Program();
            AssertRight(Explorer.Explore(program.Model, new ExplorationOptions { Model = model, MaxTime = TimeSpan.FromMinutes(10) }));
        }
    }

    /// <summary>Up to the first access that there is not: then the collector has come to its end.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_collector_that_stops_anywhere_loses_nothing(bool isFull)
    {
        bool hasStopped = true;
        int stops = 0;
        for (; hasStopped; stops++)
        {
            hasStopped = false;
            using TrackingProgram program = RoundCases.Successor(stops, isFull);
            program.Also = execution =>
            {
                foreach (ulong _ in execution.Values(1, "stopped"))
                    hasStopped = true;
                return null;
            };
            AssertRight(Explorer.Explore(program.Model));
        }

        Assert.True(stops > 10, $"The collector made {stops} accesses: it did nothing.");
    }

    [Fact]
    public void A_drain_that_lowers_the_signal_last_is_found_out()
    {
        using TrackingProgram program = SignalCases.LoweringLast();
        ExplorationResult result = Explorer.Explore(program.Model);
        output.WriteLine(result.ToString());
        Assert.NotNull(result.Failure);
    }

    private void AssertRight(ExplorationResult result)
    {
        output.WriteLine(result.ToString());
        Assert.True(result.Failure is null, $"{result}\n{result.Failure?.Table}\nreplay: {result.Failure?.Replay}");
        Assert.True(result.IsExhaustive, result.ToString());
        Assert.True(result.Executions > 0, "No execution comes to its end: nothing is checked.");
    }
}
