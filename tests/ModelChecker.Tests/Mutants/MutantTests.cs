using System;
using RingCore.ModelChecker.Tests.Rings;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.ModelChecker.Tests.Mutants;

[Trait("Category", "Model")]
public sealed class MutantTests(ITestOutputHelper output)
{
    [Fact]
    public void Each_ordering_is_necessary()
    {
        int killed = 0;
        foreach (OrderedAccess access in OrderedAccess.All)
        {
            string? by = null;
            foreach (RingCase ringCase in RingCase.All)
            {
                using ModelProgram program = RingProgram.Make(ringCase);
                ExplorationResult result = Explorer.Explore(program, new ExplorationOptions
                {
                    Weakening = access.Mutant,
                    MaxTime = TimeSpan.FromSeconds(20),
                });
                if (result.Failure is { } failure)
                {
                    by = $"{result}\n{failure.Table}";
                    killed++;
                    break;
                }
            }

            output.WriteLine($"{access}: {by ?? "SURVIVES"}");
        }

        output.WriteLine($"{killed} of {OrderedAccess.All.Count}");
        Assert.Equal(OrderedAccess.All.Count, killed);
    }
}
