using Xunit;
using Fp = RingCore.ModelChecker.ModelFencePoints;

namespace RingCore.ModelChecker.Tests.Litmus;

/// <summary>Loops inside the code under test.</summary>
[Trait("Category", "Model")]
public sealed unsafe class SpinTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_loop_that_only_reads_is_left_and_counts_as_a_spin(bool writes)
    {
        using ModelProgram program = new("loop") { SpinRounds = 3 };
        uint* word = program.Word("word");
        uint* other = program.Word("other");
        program.Thread("spinner", () =>
        {
            while (Fp.LoadAcquire(word) == 0)
                _ = Fp.ReadOnce(other);
        });
        program.Thread("writer", () =>
        {
            if (writes)
                Fp.StoreRelease(word, 1);
        });
        ExplorationResult result = Explorer.Explore(program);
        Assert.Equal(writes ? null : "spinner spins for ever", result.Failure?.Message);
        Assert.True(result.Cut == 0);
        Assert.Equal(writes ? 3 : 1, result.Executions); // seen at once, in the second round, in the third
    }
}
