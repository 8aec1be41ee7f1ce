using Xunit;
using Xunit.Abstractions;
using Fp = RingCore.ModelChecker.ModelFencePoints;

namespace RingCore.ModelChecker.Tests.Litmus;

/// <summary>Sleeping, waking, spinning.</summary>
[Trait("Category", "Model")]
public sealed unsafe class WaitWakeTests(ITestOutputHelper output)
{
    [Fact]
    public void A_wait_that_somebody_ends_is_right()
    {
        Assert.Null(Explore(wakerFences: true, sleeperFences: true, wakes: true).Failure);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void A_lost_wake_up_is_a_failure(bool wakerFences, bool sleeperFences)
    {
        ExplorationResult result = Explore(wakerFences, sleeperFences, wakes: true);
        Assert.Equal("sleeper sleeps for ever", result.Failure?.Message);
        output.WriteLine(result.Failure!.Table);
        Assert.Contains("sleeps waits", result.Failure.Table, System.StringComparison.Ordinal);
    }

    [Fact]
    public void A_wait_that_nobody_ends_is_a_failure()
    {
        Assert.Equal("sleeper sleeps for ever", Explore(wakerFences: true, sleeperFences: true, wakes: false).Failure?.Message);
    }

    [Fact]
    public void A_wait_compares_as_it_falls_asleep()
    {
        using ModelProgram program = new("compare and sleep");
        uint* word = program.Word("word", 1);
        program.Thread("sleeper", () => Fp.Wait(word, 1, -1));
        program.Thread("waker", () =>
        {
            Fp.WriteOnce(word, 0);
            Fp.Wake(word);
        });
        ExplorationResult result = Explorer.Explore(program);
        Assert.Null(result.Failure);
        Assert.Equal(3, result.Executions); // the word is 0 already, before or after the wake; or it sleeps and is woken
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_spin_that_cannot_end_is_a_failure_and_one_that_can_is_none(bool writes)
    {
        using ModelProgram program = new("spin");
        uint* word = program.Word("word");
        program.Thread("spinner", () =>
        {
            Model.Attempt();
            Model.Assume(Fp.LoadAcquire(word) != 0);
        });
        program.Thread("writer", () =>
        {
            if (writes)
                Fp.StoreRelease(word, 1);
        });
        ExplorationResult result = Explorer.Explore(program);
        Assert.Equal(writes ? null : "spinner spins for ever", result.Failure?.Message);
        Assert.Equal(1, result.Executions);
        Assert.Equal(writes ? 1 : 0, result.Blocked);
    }

    // Dekker's pair: the sleeper says that it sleeps and looks; the waker publishes and looks.
    private static ExplorationResult Explore(bool wakerFences, bool sleeperFences, bool wakes)
    {
        using ModelProgram program = new("sleep and wake");
        uint* waits = program.Word("waits");
        uint* ready = program.Word("ready");
        program.Thread("waker", () =>
        {
            Fp.StoreRelease(ready, 1);
            if (wakerFences)
                Fp.FullFence();
            if (Fp.ReadOnce(waits) != 0 && wakes)
            {
                Fp.WriteOnce(waits, 0);
                Fp.Wake(waits);
            }
        });
        program.Thread("sleeper", () =>
        {
            Fp.WriteOnce(waits, 1);
            if (sleeperFences)
                Fp.FullFence();
            if (Fp.LoadAcquire(ready) == 0)
                Fp.Wait(waits, 1, -1);
        });
        return Explorer.Explore(program);
    }
}
