using System;
using System.Linq;
using RingCore.ModelChecker.Tests.Mutants;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.ModelChecker.Tests.Shared;

/// <summary>The shipped header publication and word signal under both memories; and each of their orderings weakened in turn.</summary>
[Trait("Category", "Model")]
public sealed class SharedTests(ITestOutputHelper output)
{
    public static TheoryData<SharedCase> Cases() => [.. SharedCase.All];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_execution_is_right(SharedCase sharedCase)
    {
        foreach (MemoryModel model in new[] { MemoryModel.DotNet, MemoryModel.X64 })
        {
            using ModelProgram program = sharedCase.Make();
            ExplorationResult result = Explorer.Explore(program, new ExplorationOptions { Model = model, MaxTime = TimeSpan.FromMinutes(2) });
            output.WriteLine(result.ToString());
            Assert.True(result.Failure is null, $"{result}\n{result.Failure?.Table}\nreplay: {result.Failure?.Replay}");
            Assert.True(result.IsExhaustive, result.ToString());
            Assert.True(result.Executions > 1, "There is one execution: nothing is concurrent.");
        }
    }

    [Fact]
    public void Each_ordered_access_has_a_letter()
    {
        Assert.NotEmpty(OrderedAccess.Shared);
        Assert.DoesNotContain(OrderedAccess.Shared, access => access.Letter.Length == 0);
    }

    [Fact]
    public void Each_ordering_is_necessary()
    {
        foreach (Necessity necessity in Necessity.OfShared)
            output.WriteLine(necessity.ToString());
        Assert.Empty(Necessity.OfShared.Where(n => n.KilledBy is null).Select(n => n.Access));
    }

    [Fact]
    public void The_table_in_the_documentation_is_current() => DocumentedTable.Check("what crosses processes", Necessity.Table(Necessity.OfShared));
}
