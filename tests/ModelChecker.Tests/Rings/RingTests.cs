using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.ModelChecker.Tests.Rings;

/// <summary>The shipped rings under both memories: nothing lost, invented, duplicated or reordered, payload never stale, no lost wake-up.</summary>
[Trait("Category", "Model")]
public sealed class RingTests(ITestOutputHelper output)
{
    private const string LongVariable = "RINGCORE_MODEL_LONG";

    public static TheoryData<RingCase> Explored() => [.. Explored(isPacked: false)];

    public static TheoryData<RingCase> Searched() => [.. Searched(isPacked: false)];

    /// <summary>With RINGCORE_MODEL_LONG=1 in the environment also the long cases.</summary>
    [Theory]
    [MemberData(nameof(Explored))]
    public void Every_execution_is_right(RingCase ringCase) => Explore(ringCase, output);

    [Theory]
    [MemberData(nameof(Searched))]
    public void Executions_at_random_are_right(RingCase ringCase) => Search(ringCase, output);

    internal static IEnumerable<RingCase> Explored(bool isPacked) =>
        (Environment.GetEnvironmentVariable(LongVariable) == "1" ? RingCase.All.Concat(RingCase.Long) : RingCase.All)
        .Where(ringCase => ringCase.Design == RingDesign.Packed == isPacked);

    internal static IEnumerable<RingCase> Searched(bool isPacked) => RingCase.Random.Where(ringCase => ringCase.Design == RingDesign.Packed == isPacked);

    internal static void Explore(RingCase ringCase, ITestOutputHelper output)
    {
        foreach (MemoryModel model in ringCase.Models)
        {
            using ModelProgram program = ringCase.Program();
            ExplorationResult result = Explorer.Explore(program, new ExplorationOptions { Model = model, MaxTime = TimeSpan.FromMinutes(30) });
            output.WriteLine($"{model}: {result}");
            AssertRight(result);
            Assert.True(result.IsExhaustive, result.ToString());
            Assert.True(result.Executions > 0, "No execution comes to its end: nothing is checked.");
        }
    }

    internal static void Search(RingCase ringCase, ITestOutputHelper output)
    {
        foreach (MemoryModel model in ringCase.Models)
        {
            using ModelProgram program = ringCase.Program();
            ExplorationResult result = Explorer.Search(program, seed: 1, walks: 500, new ExplorationOptions { Model = model });
            output.WriteLine($"{model}: {result}");
            AssertRight(result);
            Assert.True(result.Executions > 0, "No execution comes to its end: nothing is checked.");
        }
    }

    private static void AssertRight(ExplorationResult result) =>
        Assert.True(result.Failure is null, $"{result}\n{result.Failure?.Table}\nreplay: {result.Failure?.Replay}");
}
