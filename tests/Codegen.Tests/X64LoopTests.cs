using Xunit;

namespace RingCore.Tests;

/// <summary>What makes the hot paths fast on x86-64, read from tier-1 code of this machine's JIT.</summary>
[Trait("Category", "Codegen")]
public class X64LoopTests
{
    // Calls that may stand in a push, off its way: the slow path at the soft limit, the wake-up of a sleeper, the search among several slots.
    private const string ForbiddenCall = @"^call (?!.*(PushAtLimit|Futex:Wake|Waiter:Wake|TrySearchGfn))";

    [Theory]
    [InlineData("RingShapes:PushFlagged")]
    [InlineData("RingShapes:PushPageAddress")]
    [InlineData("RingShapes:PushIndexed")]
    [InlineData("RingShapes:PushGuarded")]
    [InlineData("RingShapes:PushPacked")]
    public void A_push_has_no_call_no_lock_and_no_bounds_check_on_its_way(string method)
    {
        MethodCode code = Compilers.X64.Method(method);
        code.HasNo(ForbiddenCall);
        code.HasNo(@"\block\b|\bxchg\b|mfence");
        code.HasNo("RNGCHKFAIL|CORINFO_HELP_NEW");
    }

    [Fact]
    public void A_reset_that_trusts_nobody_has_no_lock_no_bounds_check_and_no_allocation()
    {
        int found = 0;
        foreach (MethodCode code in Compilers.X64.Methods(@"(GuardedRing`1\+ResetterHandle\[RingCore\.CoherentFencePoints\]:(Reset|Judge)|StateCounter:Count\[|ResetLoop:Run\[.*GuardedRing)"))
        {
            code.HasNo(@"\block\b|\bxchg\b|mfence");
            code.HasNo("RNGCHKFAIL|CORINFO_HELP_NEW");
            found++;
        }

        Assert.True(found >= 3, $"The JIT printed {found} methods of guarded resets.");
    }

    [Fact]
    [Trait("Category", "Packed")]
    public void Packed_harvests_and_resets_have_no_lock_no_division_no_bounds_check_and_no_allocation()
    {
        int found = 0;
        foreach (MethodCode code in Compilers.X64.Methods(
            @"(PackedRing`1\+\w+\[RingCore\.CoherentFencePoints\]:(Push|Harvest|TryTake|Reset|HandOver)|PackedBlocks:|PackedEntry:Publish\[|ResetLoop:Run\[.*PackedRing|RingShapes:\w+Packed|SingleShapes:\w+Packed)"))
        {
            code.HasNo(@"\block\b|\bxchg\b|mfence");
            code.HasNo(@"\bi?div\b");
            code.HasNo("RNGCHKFAIL|CORINFO_HELP_NEW");
            found++;
        }

        Assert.True(found >= 8, $"The JIT printed {found} methods of the packed ring.");
    }

    [Fact]
    public void A_harvest_loop_has_no_lock_no_bounds_check_and_no_allocation()
    {
        int found = 0;
        foreach (MethodCode code in Compilers.X64.Methods(@"(Scalar|Vector128|Avx2|Avx512)Harvester:(Take\[RingCore\.CoherentFencePoints,RingCore\.HarvestStep|Copy\[RingCore\.CoherentFencePoints\])"))
        {
            code.HasNo(@"\block\b|\bxchg\b|mfence");
            code.HasNo("RNGCHKFAIL|CORINFO_HELP_NEW");
            code.HasNo(@"^call (?!.*ScalarHarvester)");
            found++;
        }

        Assert.True(found >= 3, $"The JIT printed {found} harvesters: two entry layouts and the indexed ring's copy were run.");
    }
}
