using Xunit;

namespace RingCore.Tests;

/// <summary>The orderings of the shipped library in ARM64 machine code, read without ARM64 hardware.</summary>
[Trait("Category", "Codegen")]
public class Arm64OrderingTests
{
    private const string Acquire = "^(ldar|ldapr|ldapur) ";
    private const string Release = "^stlr ";

    // Each row: the method, then instructions that must stand in it in this order.
    [Arm64Theory]
    [InlineData("RingShapes:PushFlagged", @"^str x\d+, \[x\d+, #0x08\]", "^stlr x")] // offset, then state and slot as one word, (P1)
    [InlineData("RingShapes:PushPageAddress", "^stlr x")] // (P1): state and payload are one word
    [InlineData("RingShapes:PushIndexed", @"^str x\d+, \[x\d+, #0x08\]", @"^str w\d+, \[x\d+, #0x04\]", Release)] // (P1)
    [InlineData("RingShapes:PushPacked", @"^str x\d+, \[x\d+\]", "^stlr x")] // address, then length, id and flags as one word, (P1)
    [InlineData("RingShapes:PushGuarded", "^stlr x", @"^str x\d+, \[x\d+, #0x08\]", "^stlr x", "^stlr x")] // (J1), offset, (P1), (J3)
    [InlineData("GuardedRing`1+ResetterHandle[RingCore.CoherentFencePoints]:Judge", Acquire, Acquire, Acquire)] // (J4), (J5), (J6)
    [InlineData("VmRing`1+SharedProducer[RingCore.CoherentFencePoints]:TryClaim", Acquire, Acquire)] // (V1), (P2)
    [InlineData("VmRing`1+SharedProducer[RingCore.CoherentFencePoints]:Push(RingCore.Layouts.DirtyPage)", @"^str x\d+, \[x\d+, #0x08\]", "^stlr x")] // (P1)
    [InlineData("RingProducer`1[RingCore.CoherentFencePoints]:RefreshUsed", Acquire)] // (P2)
    [InlineData("Vector128Harvester:Take[RingCore.CoherentFencePoints,RingCore.HarvestStep`1[RingCore.KvmStates]](", Acquire, "^ld(r|p) q", Release)] // (H1), wide loads, (H2)
    [InlineData("IndexedRing`1+CollectorHandle[RingCore.CoherentFencePoints]:CountPublished", Acquire)] // (H1)
    [InlineData("IndexedRing`1+CollectorHandle[RingCore.CoherentFencePoints]:HandOver(ulong)", Release)] // (H2)
    [InlineData("IndexedRing`1+ResetterHandle[RingCore.CoherentFencePoints]:CountHarvested", Acquire)] // (R1)
    [InlineData("VirtqueueDriver`1[RingCore.CoherentFencePoints]:Add(", @"^str x\d+, \[x\d+\]", Release)] // (Q1)
    [InlineData("VirtqueueDriver`1[RingCore.CoherentFencePoints]:TryReclaim(", Acquire)] // (Q4)
    [InlineData("VirtqueueDevice`1[RingCore.CoherentFencePoints]:TryTake[RingCore.NoGuestMemory](", Acquire)] // (Q2)
    [InlineData("VirtqueueDevice`1[RingCore.CoherentFencePoints]:Publish(", Release)] // (Q3)
    public void A_synchronising_word_is_accessed_by_an_acquire_or_a_release(string method, params string[] instructions)
    {
        MethodCode code = Compilers.Arm64.Method(method);
        code.HasInOrder(instructions);
        code.HasNo("^dmb");
    }

    [Arm64Fact]
    public void Scalar_harvests_acquire_the_state_read_the_payload_and_release()
    {
        int found = 0;
        foreach (MethodCode code in Compilers.Arm64.Methods("RingShapes:HarvestScalar"))
        {
            code.HasInOrder(Acquire, Release);
            code.HasNo("^dmb");
            code.HasNo("^ldp w"); // state and slot in one load would read the slot before the state is acquired
            found++;
        }

        Assert.Equal(2, found); // both entry layouts
    }

    [Arm64Fact]
    public void Resets_acquire_the_state_and_release_the_index()
    {
        int acquires = 0;
        int releases = 0;
        foreach (MethodCode code in Compilers.Arm64.Methods(@"^RingCore\.((ResetLoop|RingResetter|FlaggedRing`3\+ResetterHandle).*(Run|Reset)\[|\w+Harvester:Take.*ResetStep)"))
        {
            code.HasNo("^dmb");
            acquires += code.Count(Acquire);
            releases += code.Count(Release);
        }

        Assert.True(acquires > 0 && releases > 0, $"{acquires} acquires, {releases} releases in the resets.");
    }

    [Arm64Fact]
    public void No_ring_has_a_bare_barrier()
    {
        int methods = 0;
        foreach (MethodCode code in Compilers.Arm64.Methods(@"\[.*RingCore\.CoherentFencePoints"))
        {
            if (IsNotification(code))
                continue;
            code.HasNo("^dmb");
            methods++;
        }

        Assert.True(methods > 20, $"Only {methods} methods were found.");
    }

    // The store-load pair of a virtqueue's notifications crosses processes, and each side pays its half: no release and no acquire does that.
    [Arm64Fact]
    public void A_virtqueue_s_notifications_fence_between_two_volatile_accesses()
    {
        int found = 0;
        foreach (MethodCode code in Compilers.Arm64.Methods(@"\[.*RingCore\.CoherentFencePoints"))
        {
            if (!IsNotification(code))
                continue;
            Assert.Equal(1, code.Count("^dmb ish$"));
            // The word behind it is volatile: in this method, or in what it calls.
            code.HasInOrder("^dmb ish$", "^(ldar|ldapr|ldapur|blr) ");
            found++;
        }

        Assert.True(found >= 1, "No notification was found.");
    }

    private static bool IsNotification(MethodCode code) =>
        code.Name.Contains("VirtqueueSide", System.StringComparison.Ordinal)
        && (code.Name.Contains(":NeedsNotification", System.StringComparison.Ordinal) || code.Name.Contains(":AskAndLook", System.StringComparison.Ordinal));

    [Arm64Fact]
    public void The_fence_points_are_what_their_names_say()
    {
        Listing listing = Compilers.Arm64;
        foreach (MethodCode code in listing.Methods(@"^RingCore\.CoherentFencePoints:(LoadAcquire|ReadOnce)"))
            Assert.Equal(1, code.Count(Acquire));
        foreach (MethodCode code in listing.Methods(@"^RingCore\.CoherentFencePoints:(StoreRelease|WriteOnce)"))
            Assert.Equal(1, code.Count(Release));
        listing.Method("CoherentFencePoints:FullFence").HasInOrder("^dmb ish$");
    }
}
