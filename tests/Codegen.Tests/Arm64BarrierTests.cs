using Xunit;

namespace RingCore.Tests;

/// <summary>
/// Why no code of the library orders plain accesses by a bare fence: .NET 10's ARM64 JIT merges them across it. A test here that goes red
/// says that the JIT has been mended; then docs/memory-model.md can say so too.
/// </summary>
[Trait("Category", "Codegen")]
public class Arm64BarrierTests
{
    [Arm64Theory]
    [InlineData("BarrierShapes:ReadsAroundReadBarrier", @"^ldp x\d+, x\d+, \[x0\]", "^dmb ishld")]
    [InlineData("BarrierShapes:ReadsAroundFullBarrier", @"^ldp x\d+, x\d+, \[x0\]", "^dmb ish")]
    [InlineData("BarrierShapes:PublishByWriteBarrier", @"^stp w\d+, w\d+, \[x0\]", "^dmb ish")]
    public void The_JIT_still_merges_plain_accesses_across_a_barrier(string method, string merged, string barrier) =>
        Compilers.Arm64.Method(method).HasInOrder(merged, barrier);

    [Arm64Fact]
    public void The_JIT_still_moves_a_plain_recheck_of_a_sequence_lock_before_its_barrier()
    {
        MethodCode code = Compilers.Arm64.Method("BarrierShapes:SequenceLockPlainRecheck");
        code.HasInOrder("^(ldar|ldapr) ", "^ldp x", "^dmb ishld");
        Assert.Equal(0, code.Count(@"^ldr x\d+, \[x0\]"));
    }

    [Arm64Theory]
    [InlineData("BarrierShapes:SequenceLockVolatileRecheck", "^(ldar|ldapr) ", "^ldr x", "^dmb ishld", "^(ldar|ldapr) ")]
    [InlineData("BarrierShapes:PublishByVolatileWrite", @"^str x2, \[x0, #0x08\]", @"^str w1, \[x0, #0x04\]", "^stlr w")]
    [InlineData("BarrierShapes:ReadByVolatileRead", "^(ldar|ldapr) w", @"^ldr w\d+, \[x0, #0x04\]")]
    public void A_volatile_access_holds_in_the_same_place(string method, params string[] instructions) =>
        Compilers.Arm64.Method(method).HasInOrder(instructions);
}
