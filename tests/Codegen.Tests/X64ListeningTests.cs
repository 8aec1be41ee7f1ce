using System.Collections.Generic;
using Xunit;

namespace RingCore.Tests;

/// <summary>What events and metrics cost where nobody listens: one branch per batch, and none per push or take.</summary>
[Trait("Category", "Codegen")]
public class X64ListeningTests
{
    // The static that says whether somebody listens; nothing else that a push looks at is a static of one byte.
    private const string Look = @"byte ptr \[\(reloc|byte ptr \[\w+\] *; .*IsOn";

    [X64Theory]
    [InlineData(@"FlaggedRing`3\+CollectorHandle\[RingCore\.CoherentFencePoints,.*:Harvest\(", ":Tell")]
    [InlineData(@"IndexedRing`1\+CollectorHandle\[RingCore\.CoherentFencePoints\]:Harvest\(", ":Tell")]
    [InlineData(@"FlaggedRing`3\+ResetterHandle\[RingCore\.CoherentFencePoints,.*:Reset\[", ":RunCounted")]
    [InlineData(@"IndexedRing`1\+ResetterHandle\[RingCore\.CoherentFencePoints\]:Reset\[", ":RunCounted")]
    public void A_batch_looks_once_whether_somebody_listens_and_outside_its_loops(string pattern, string told)
    {
        List<MethodCode> found = [.. Compilers.X64.Methods(pattern)];
        Assert.NotEmpty(found);
        foreach (MethodCode code in found)
        {
            ControlFlow flow = new(code);
            Assert.Equal(1, code.Count(Look));
            Assert.Equal(1, code.Count($"^call .*{told}"));
            Assert.True(flow.OnlyAfter(Look, told));
            Assert.All(flow.Loops(), loop => loop.HasNo($"{Look}|{told}"));
            // The word of the sessions and that of the meter are put together before the branch.
            code.HasInOrder(Look, @"^cmp gword ptr \[.*\], 0$", "^setne ", "^or ", "^j(e|ne) ");
        }
    }

    [X64Theory]
    [Trait("Category", "Typed")]
    [InlineData(@"SpscRing`3\+ProducerHandle\[.*:StatusAt\(", "WantsSoftFull", "SoftFull")]
    [InlineData(@"SpscRing`3\+ProducerHandle\[.*:RefreshUsed\(", "EndsSoftFull", "NotSoftFull")]
    [InlineData(@"MpscRing`3\+ProducerHandle\[.*:Tell\(", "WantsSoftFull", "SoftFull")]
    [InlineData(@"MpscRing`3\+ProducerHandle\[.*:Tell\(", "EndsSoftFull", "NotSoftFull")]
    public void A_typed_ring_s_way_at_the_limit_looks_once(string pattern, string asked, string told)
    {
        List<MethodCode> found = [.. Compilers.X64.Methods(pattern)];
        Assert.NotEmpty(found);
        foreach (MethodCode code in found)
        {
            Assert.Equal(1, code.Count($"^call .*RingTrace:{asked}\\["));
            Assert.True(new ControlFlow(code).OnlyAfter($"RingTrace:{asked}\\[", $"^(call|tail\\.jmp) .*RingTrace:{told}\\("));
        }
    }

    [X64Theory]
    [Trait("Category", "Typed")]
    [InlineData(@"MpscRing`3\+ProducerHandle\[.*:ClaimAtLimit\(")]
    public void A_claim_at_the_limit_tells_once(string pattern)
    {
        List<MethodCode> found = [.. Compilers.X64.Methods(pattern)];
        Assert.NotEmpty(found);
        Assert.All(found, code => Assert.Equal(1, code.Count("^call .*:Tell\\(")));
        Assert.All(found, code => code.HasNo("RingTrace"));
    }

    [X64Theory]
    [InlineData("SingleShapes:PushFlagged")]
    [InlineData("SingleShapes:PushPageAddress")]
    [InlineData("SingleShapes:PushIndexed")]
    [InlineData("SingleShapes:TakeFlagged")]
    [InlineData("SingleShapes:TakePageAddress")]
    [InlineData("SingleShapes:TakeIndexed")]
    [InlineData("RingShapes:PushGuarded")]
    [InlineData("RingShapes:PushVm")]
    [InlineData("SingleShapes:PushTyped")]
    [InlineData("SingleShapes:TakeTyped")]
    [InlineData("SingleShapes:PushManaged")]
    [InlineData("SingleShapes:TakeManaged")]
    [InlineData("SharedShapes:PushMany(")]
    [InlineData("SharedShapes:TakeMany(")]
    [InlineData("SharedShapes:PushManyManaged")]
    [InlineData("SharedShapes:TakeManyManaged")]
    [InlineData("SharedShapes:PushBroadcast")]
    [InlineData("SharedShapes:ReadBroadcast")]
    public void A_push_or_a_take_does_not_look(string method) => Compilers.X64.Method(method).HasNo($"{Look}|:Tell|RingTrace");
}
