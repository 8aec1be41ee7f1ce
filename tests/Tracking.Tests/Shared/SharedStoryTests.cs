using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.Tracking.Tests;

/// <summary>
/// Long random lives of both sides: the writer moves amounts from page to page, so that every consistent copy has the same sum; collectors
/// commit, return, dawdle and die; producers die.
/// </summary>
public unsafe class SharedStoryTests(ITestOutputHelper output)
{
    private const int Pages = 364;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void What_is_committed_is_consistent_and_in_the_end_is_everything(int seed)
    {
        Random random = new(seed);
        using SharedPair pair = new();
        SharedRounds rounds = pair.NewCollector();
        OnThread<int> collector = Collect(pair, rounds, seed);
        int committed = 0;
        int replaced = 0;
        int succeeded = 0;
        for (int step = 0; step < 400; step++)
        {
            for (int transfers = random.Next(30); transfers > 0; transfers--)
                Transfer(pair, (ulong)random.Next(Pages), (ulong)random.Next(Pages), (ulong)random.NextInt64());
            TimeSpan timeout = random.Next(3) == 0 ? TimeSpan.FromMilliseconds(1) : SharedPair.Long;
            if (pair.Tracker.Boundary(default, timeout).Status == BoundaryStatus.TimedOut && timeout == SharedPair.Long)
                Assert.Fail($"The collector does not answer; it has committed {collector.Result} rounds.");
            if (random.Next(20) == 0)
            {
                succeeded++;
                pair.Die();
            }

            if (pair.Tracker.IsAttached && random.Next(20) != 0)
                continue;
            pair.Tracker.Detach();
            committed += collector.Result;
            rounds.Dispose();
            rounds = pair.NewCollector();
            collector = Collect(pair, rounds, seed + (++replaced * 1000));
        }

        pair.Tracker.Detach();
        committed += collector.Result;
        rounds.Dispose();
        rounds = pair.NewCollector();
        using OnThread<RoundWaitStatus> last = new(() => pair.TakeAll(rounds));
        Assert.Equal(BoundaryStatus.Copied, pair.Tracker.Boundary(default, SharedPair.Long).Status);
        Assert.True(pair.Tracker.WaitForCommit(SharedPair.Long));
        pair.Tracker.Detach();
        Assert.Equal(RoundWaitStatus.PeerGone, last.Result);
        rounds.Dispose();
        for (ulong gfn = 0; gfn < Pages; gfn++)
            Assert.Equal(pair.Load(gfn), pair.Committed.GetValueOrDefault(gfn));
        output.WriteLine($"{committed} rounds committed, {replaced} collectors replaced, {succeeded} producers succeeded, pages lost 0");
        Assert.True(committed > 20 && replaced > 5 && succeeded > 5);
    }

    private static void Transfer(SharedPair pair, ulong from, ulong to, ulong amount)
    {
        Assert.True(pair.Write(from, pair.Load(from) - amount).Status <= MarkStatus.ThrottleTimedOut);
        Assert.True(pair.Write(to, pair.Load(to) + amount).Status <= MarkStatus.ThrottleTimedOut);
    }

    private static OnThread<int> Collect(SharedPair pair, SharedRounds rounds, int seed) => new(() =>
    {
        Random random = new(seed);
        int committed = 0;
        while (rounds.WaitForRound(SharedPair.Long, out SharedRound? round) == RoundWaitStatus.Ready)
        {
            using (round)
            {
                if (random.Next(6) == 0)
                    continue;
                if (random.Next(6) == 0)
                    System.Threading.Thread.Sleep(random.Next(4));
                if (!pair.Take(round!))
                    continue;
                committed++;
                Assert.Equal(0UL, pair.Committed.Values.Aggregate(0UL, (sum, value) => sum + value));
            }
        }

        return committed;
    });
}
