using System;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace RingCore.Tests;

/// <summary>A packed virtqueue's calls in tier-1 code of this machine's JIT.</summary>
[Trait("Category", "Codegen")]
[Trait("Category", "Packed")]
public class X64VirtqueueTests
{
    // Bounds checks stay: they stand where private arrays are indexed by what the peer wrote.
    [X64Theory]
    [InlineData("VirtqueueDriver`1[RingCore.CoherentFencePoints]:Add(")]
    [InlineData("VirtqueueDriver`1[RingCore.CoherentFencePoints]:TryReclaim(")]
    [InlineData("VirtqueueDevice`1[RingCore.CoherentFencePoints]:TryTake[RingCore.NoGuestMemory](")]
    [InlineData("VirtqueueDevice`1[RingCore.CoherentFencePoints]:Publish(")]
    [InlineData("VirtqueueShapes:Add(")]
    [InlineData("VirtqueueShapes:Reclaim(")]
    [InlineData("VirtqueueShapes:Take(")]
    public void A_chain_s_way_has_no_lock_and_no_allocation(string method)
    {
        foreach (MethodCode code in Compilers.X64.Methods(Regex.Escape(method)))
        {
            code.HasNo(@"\block\b|\bxchg\b|mfence");
            code.HasNo("CORINFO_HELP_NEW");
        }
    }

    [Fact]
    public void A_chain_s_way_was_compiled() =>
        Assert.True(Compilers.X64.Methods(@"VirtqueueShapes:(Add|Reclaim|Take|Complete)\(").Count() >= 4, "The JIT printed fewer than the four calls.");

    [X64Theory]
    [InlineData("NeedsNotification")]
    [InlineData("AskAndLook")]
    public void A_notification_costs_one_fence(string method)
    {
        int fences = 0;
        foreach (MethodCode code in Compilers.X64.Methods($@"(VirtqueueSide`1\[RingCore\.CoherentFencePoints\]:{method}|VirtqueueShapes:(NeedsCall|EnableKicks))"))
            fences = Math.Max(fences, code.Count(@"\block\b|mfence"));
        Assert.Equal(1, fences);
    }
}
