using Xunit;
using Xunit.Abstractions;

namespace RingCore.ModelChecker.Tests.Rings;

/// <summary>The shipped rings, every execution up to the bound: nothing lost, invented, duplicated or reordered, payload never stale.</summary>
[Trait("Category", "Model")]
public sealed class RingTests(ITestOutputHelper output)
{
    public static TheoryData<RingCase> Cases() => [.. RingCase.All];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_execution_is_right(RingCase ringCase)
    {
        foreach (MemoryModel model in new[] { MemoryModel.DotNet, MemoryModel.X64 })
        {
            using ModelProgram program = RingProgram.Make(ringCase);
            ExplorationResult result = Explorer.Explore(program, new ExplorationOptions { Model = model, MaxTime = System.TimeSpan.FromSeconds(20) });
            output.WriteLine($"{model}: {result}");
            Assert.True(result.Failure is null, result.Failure?.Message + "\n" + result.Failure?.Table + "\n" + result.Failure?.Replay);
            Assert.True(result.IsExhaustive, result.ToString());
        }
    }
}
