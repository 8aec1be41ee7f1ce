using System.Collections.Generic;
using Xunit;

namespace RingCore.Tests;

/// <summary>What events and metrics cost where nobody listens: one branch per batch, and none per push or take.</summary>
[Trait("Category", "Codegen")]
public class X64ListeningTests
{
    private const string Branch = @"^j(?!mp)\w+ ";

    // The static that says whether somebody listens; nothing else that a push looks at is a static of one byte.
    private const string Look = @"byte ptr \[\(reloc|byte ptr \[\w+\] *; .*IsOn";

    [X64Theory]
    [InlineData(@"RingCollector`1\[RingCore\.CoherentFencePoints\]:Result\(", ":Tell")]
    [InlineData(@"RingResetter`1\[RingCore\.CoherentFencePoints\]:ResetUpTo\[.*FlaggedRing`3.*KvmStates", ":RunCounted")]
    [InlineData(@"RingResetter`1\[RingCore\.CoherentFencePoints\]:ResetUpTo\[.*IndexedRing`1", ":RunCounted")]
    public void A_batch_branches_once_on_whether_somebody_listens(string pattern, string told)
    {
        List<MethodCode> found = [.. Compilers.X64.Methods(pattern)];
        Assert.NotEmpty(found);
        foreach (MethodCode code in found)
        {
            Assert.Equal(1, code.Count(Branch));
            Assert.Equal(1, code.Count(Look));
            Assert.Equal(1, code.Count($"^(call|tail.jmp) .*{told}"));
            Assert.True(new ControlFlow(code).OnlyAfter(Look, told));
            code.HasNo("CORINFO_HELP");
        }
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
    public void A_push_or_a_take_does_not_look(string method) => Compilers.X64.Method(method).HasNo($"{Look}|:Tell|RingTrace");
}
