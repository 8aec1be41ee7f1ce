using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace RingCore.Tests;

/// <summary>The order of single takes, of block harvests and of resets in ARM64 machine code, inside the loops that have it.</summary>
/// <remarks>The run counter is not among them: it counts by 64-byte vectors, and without them it counts nothing.</remarks>
[Trait("Category", "Codegen")]
public class Arm64LoopTests
{
    private const string Acquire = "^(ldar|ldapr|ldapur) ";
    private const string Release = "^stlr ";
    private const string OffsetLoad = @"^(add x\d+, x\d+, #8|ldr x\d+, \[x\d+, #0x08\])$";

    // Registers that hold an address of the ring, the frame's not among them.
    private const string PairedLoad = @"^ldp [wx]\d+, [wx]\d+, \[x\d+\]";
    private const string PairedStore = @"^stp \w+, \w+, \[x\d+(, #0x08)?\]$";

    [Arm64Theory]
    [InlineData("TakeFlagged")]
    [InlineData("TakeLap")]
    public void A_take_acquires_state_and_slot_in_one_and_then_loads_the_offset(string shape)
    {
        MethodCode method = Compilers.Arm64.Method($"SingleShapes:{shape}(");
        Assert.True(new ControlFlow(method).OnlyAfter("^(ldar|ldapr|ldapur) x", OffsetLoad), method.ToString());
        Assert.Equal(1, method.Count(Acquire));
        method.HasNo(PairedLoad);
    }

    [Arm64Theory]
    [InlineData("TakePageAddress")]
    [InlineData("TakeLapAddress")]
    public void A_take_of_a_page_address_acquires_the_word(string shape) => Assert.Equal(1, Compilers.Arm64.Method($"SingleShapes:{shape}(").Count("^(ldar|ldapr|ldapur) x"));

    [Arm64Theory]
    [InlineData("PushFlagged", "^stlr x")]
    [InlineData("PushLap", "^stlr x")]
    [InlineData("PushIndexed", "^stlr w")]
    [InlineData("PushPacked", "^stlr x")]
    [InlineData("PushPageAddress", "^stlr x")]
    [InlineData("PushLapAddress", "^stlr x")]
    public void A_push_releases_by_a_store_of_its_own(string shape, string release)
    {
        MethodCode method = Compilers.Arm64.Method($"SingleShapes:{shape}(");
        Assert.Equal(1, method.Count(release));
        method.HasNo(PairedStore);
    }

    [Arm64Theory]
    [InlineData("HarvestStep", "KvmStates", 2)]
    [InlineData("HarvestStep", "LapStates", 2)]
    [InlineData("ResetStep", "KvmStates", 0)]
    [InlineData("ResetStep", "LapStates", 0)]
    public void A_block_is_acquired_loaded_and_released_entry_by_entry(string step, string states, int releases)
    {
        int found = 0;
        foreach (MethodCode method in Compilers.Arm64.Methods(@$"Vector128Harvester:Take\[RingCore\.CoherentFencePoints,RingCore\.{step}`1\[RingCore\.{states}\]"))
        {
            method.HasNo(PairedLoad);
            MethodCode block = Assert.Single(new ControlFlow(method).Loops(), loop => loop.Count("^ld[rp] q") > 0);
            block.HasInOrder([Acquire, "^ld[rp] q", .. Enumerable.Repeat(Release, releases)]);
            Assert.Equal(releases, block.Count(Release));
            Assert.Equal(1, block.Count(Acquire));
            block.HasNo("^(bl|blr|dmb)( |$)");
            found++;
        }

        Assert.Equal(2, found); // both entry layouts
    }

    [Arm64Theory]
    [InlineData("HarvestStep", 2)]
    [InlineData("ResetStep", 0)]
    [Trait("Category", "Packed")]
    public void A_block_of_packed_entries_is_acquired_loaded_and_released_entry_by_entry(string step, int releases)
    {
        MethodCode method = Compilers.Arm64.Method($"PackedBlocks:TakeNarrow[RingCore.CoherentFencePoints,RingCore.{step}`1[RingCore.PackedStates]]");
        method.HasNo(PairedLoad);
        MethodCode block = Assert.Single(new ControlFlow(method).Loops(), loop => loop.Count("^ld[rp] q") > 0);
        block.HasInOrder([Acquire, "^ld[rp] q", .. Enumerable.Repeat(Release, releases)]);
        Assert.Equal(releases, block.Count(Release));
        Assert.Equal(1, block.Count(Acquire));
        block.HasNo("^(bl|blr|dmb)( |$)");
    }

    [Arm64Fact]
    public void Entries_are_freed_before_the_reset_index_is_released()
    {
        List<MethodCode> resets = [.. Compilers.Arm64.Methods(@"RingResetter`1\[RingCore\.CoherentFencePoints\]:Run\[")];
        Assert.NotEmpty(resets);
        // The loop that frees is the call; the index goes out behind it, after an exception too.
        Assert.All(resets, reset => reset.HasInOrder("^blr ", "^stlr w", "^stlr w"));
        List<MethodCode> frees = [.. Compilers.Arm64.Methods(@"RingCore\.(Gfn|PageAddress)Entry`1\[RingCore\.KvmStates\]:SetFree\[RingCore\.CoherentFencePoints\]")];
        Assert.Equal(2, frees.Count);
        Assert.All(frees, free => free.HasNo("^(dmb|stp [wx].*\\[x\\d)"));
    }
}
