using System;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>
/// A faithful collector is never accused, wherever the other parties stand: one party runs whole operations just before each access of another. That
/// weak orderings do not change it is for the model checker.
/// </summary>
[Trait("Category", "Hostile")]
public class FaithfulPeerTests
{
    [Theory]
    [InlineData(PeerTrust.Shadowed)]
    [InlineData(PeerTrust.KernelCompatible)]
    public void A_collector_that_harvests_just_before_any_access_of_a_reset_is_not_accused(PeerTrust trust) => Everywhere(trust, (setup, at) =>
    {
        setup.Push(TestPages.From(0, 6));
        return GuardedResetTests.During(() => Check(setup.Reset(out _)), at, () => setup.Harvest());
    });

    [Theory]
    [InlineData(PeerTrust.Shadowed, 0)]
    [InlineData(PeerTrust.Shadowed, 3)]
    [InlineData(PeerTrust.KernelCompatible, 0)]
    [InlineData(PeerTrust.KernelCompatible, 3)]
    public void Pushes_and_harvests_just_before_any_access_of_a_reset_accuse_nobody(PeerTrust trust, int pushedBefore) => Everywhere(trust, (setup, at) =>
    {
        setup.Push(TestPages.From(0, pushedBefore));
        setup.Harvest();
        return GuardedResetTests.During(
            () => Check(setup.Reset(out _)),
            at,
            () =>
            {
                setup.Push(TestPages.From(10, 2));
                setup.Harvest();
                setup.Push(TestPages.At(20));
            });
    });

    [Theory]
    [InlineData(PeerTrust.Shadowed)]
    [InlineData(PeerTrust.KernelCompatible)]
    public void Harvests_and_resets_just_before_any_access_of_a_push_accuse_nobody(PeerTrust trust)
    {
        foreach (int pushes in (int[])[1, 3])
        {
            Everywhere(trust, (setup, at) =>
            {
                setup.Push(TestPages.From(0, 2));
                return GuardedResetTests.During(
                    () => setup.Push(TestPages.From(2, pushes)),
                    at,
                    () =>
                    {
                        setup.Harvest();
                        Check(setup.Reset(out _));
                    });
            });
        }
    }

    [Theory]
    [InlineData(PeerTrust.Shadowed)]
    [InlineData(PeerTrust.KernelCompatible)]
    public void A_reset_just_before_any_access_of_a_harvest_accuses_nobody(PeerTrust trust)
    {
        Everywhere(trust, (setup, at) => Interfere(setup, at, () => setup.Harvest()));
        Everywhere(trust, (setup, at) => Interfere(setup, at, () =>
        {
            for (int i = 0; i < 6; i++)
                Assert.True(setup.Ring.Collector.TryTake(out _));
            setup.Ring.Collector.Commit();
        }));
        Everywhere(trust, (setup, at) => Interfere(setup, at, () => setup.Ring.Collector.HarvestInPlace().Commit(13)));
        Everywhere(trust, (setup, at) => Interfere(setup, at, () => setup.Ring.Collector.HarvestItems(new DirtyPage[16])));
        Everywhere(trust, (setup, at) => Interfere(setup, at, () =>
        {
            FlaggedRing<ProbedFencePoints, GfnEntry<KvmStates>, DirtyPage>.TakeBurst burst = setup.Ring.Collector.OpenBurst();
            for (int i = 0; i < 6; i++)
                Assert.True(burst.TryTake(out _));
            burst.Dispose();
        }));

        static bool Interfere(GuardedSetup<ProbedFencePoints> setup, int at, Action harvest)
        {
            // From the middle of a line, round the end of the ring.
            setup.Push(TestPages.From(0, 14));
            setup.Harvest();
            Check(setup.Reset(out _));
            setup.Push(TestPages.From(20, 13));
            return GuardedResetTests.During(harvest, at, () => Check(setup.Reset(out _)));
        }
    }

    private static void Everywhere(PeerTrust trust, Func<GuardedSetup<ProbedFencePoints>, int, bool> run)
    {
        for (int at = 0; at < 1000; at++)
        {
            using GuardedSetup<ProbedFencePoints> setup = new(trust, entries: 16, TestPages.Slots);
            bool interfered = run(setup, at);
            Assert.Equal(default, setup.Violations);
            setup.Harvest();
            Check(setup.Reset(out _));
            Assert.Equal(setup.Ring.Producer.Published, setup.Ring.Resetter.EntriesReset);
            Assert.Equal(default, setup.Violations);
            if (!interfered)
                return;
        }

        Assert.Fail("There are more accesses than were tried.");
    }

    private static void Check(ResetResult result) => Assert.Equal(ResetStatus.Complete, result.Status);
}
