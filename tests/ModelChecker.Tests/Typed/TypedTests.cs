using System;
using System.Linq;
using RingCore.ModelChecker.Tests.Mutants;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.ModelChecker.Tests.Typed;

/// <summary>The shipped typed rings under both memories; and each of their orderings weakened in turn.</summary>
[Trait("Category", "Model")]
[Trait("Category", "Typed")]
public sealed class TypedTests(ITestOutputHelper output)
{
    public static TheoryData<TypedCase> Cases() => [.. TypedCase.All];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_execution_is_right(TypedCase typedCase)
    {
        foreach (MemoryModel model in new[] { MemoryModel.DotNet, MemoryModel.X64 })
        {
            using ModelProgram program = typedCase.Program();
            ExplorationResult result = Explorer.Explore(program, new ExplorationOptions { Model = model, MaxTime = TimeSpan.FromMinutes(10) });
            output.WriteLine($"{model}: {result}");
            Assert.True(result.Failure is null, $"{result}\n{result.Failure?.Table}\nreplay: {result.Failure?.Replay}");
            Assert.True(result.IsExhaustive, result.ToString());
            Assert.True(result.Executions > 0, "No execution comes to its end: nothing is checked.");
        }
    }

    [Fact]
    public void Each_ordered_access_has_a_letter()
    {
        Assert.NotEmpty(OrderedAccess.Typed);
        Assert.DoesNotContain(OrderedAccess.Typed, access => access.Letter.Length == 0);
    }

    [Fact]
    public void Each_ordering_is_necessary()
    {
        foreach (Necessity necessity in Necessity.OfTyped)
            output.WriteLine(necessity.ToString());
        int necessary = Necessity.OfTyped.Count(n => n.KilledBy is not null);
        output.WriteLine($"{necessary} of {Necessity.OfTyped.Count} orderings necessary");
        Assert.Empty(Necessity.OfTyped.Where(n => n.KilledBy is null).Select(n => n.Access));
    }

    [Fact]
    public void The_table_in_the_documentation_is_current() => DocumentedTable.Check("the typed rings", Necessity.Table(Necessity.OfTyped));
}
