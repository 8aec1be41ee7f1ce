using Xunit;

namespace RingCore.Tests;

/// <summary>What the JIT makes of the typed rings with many parties on one side: which instructions lock, and that nothing is checked or allocated.</summary>
[Trait("Category", "Codegen")]
[Trait("Category", "Typed")]
public class X64SharedTests
{
    [X64Theory]
    [InlineData("PushMany")]
    [InlineData("TakeMany")]
    [InlineData("PushManyManaged")]
    [InlineData("TakeManyManaged")]
    [InlineData("PushBroadcast")]
    [InlineData("ReadBroadcast")]
    public void No_bounds_are_checked_and_nothing_is_allocated(string shape)
    {
        // A reference is stored by the runtime's write barrier: the one helper that may be called.
        string code = Compilers.X64.Method($"SharedShapes:{shape}(").ToString();
        Assert.DoesNotMatch("RNGCHKFAIL|CORINFO_HELP_(?!(CHECKED_)?ASSIGN_REF)", code);
    }

    [X64Theory]
    [InlineData("PushMany", 1)] // the claim
    [InlineData("PushManyManaged", 1)]
    [InlineData("TakeMany", 0)]
    [InlineData("TakeManyManaged", 0)]
    [InlineData("PushBroadcast", 0)]
    [InlineData("ReadBroadcast", 0)]
    public void Only_a_claim_locks(string shape, int locks) =>
        Assert.Equal(locks, Compilers.X64.Method($"SharedShapes:{shape}(").Count("^(lock|xchg|mfence)"));
}
