using System.Text.RegularExpressions;
using Xunit;

namespace RingCore.Tests;

/// <summary>That a burst keeps its cursor in registers, in a loop written once for every design, in tier-1 code of this machine's JIT.</summary>
[Trait("Category", "Codegen")]
public class X64BurstTests
{
    private const string Flagged = "FlaggedRing`3+{0}[RingCore.CoherentFencePoints,RingCore.GfnEntry`1[RingCore.KvmStates],";
    private const string Lap = "FlaggedRing`3+{0}[RingCore.CoherentFencePoints,RingCore.GfnEntry`1[RingCore.LapStates],";
    private const string X64Lap = "FlaggedRing`3+{0}[RingCore.X64FencePoints,RingCore.GfnEntry`1[RingCore.LapStates],";
    private const string Packed = "PackedRing`1+{0}[RingCore.CoherentFencePoints]";

    private const int EntriesOfLine = 4;

    // Off a push's or a take's way: the slow path at the limit, the wake-up of a sleeper, the search among several slots, the end of a line of entries.
    private const string OffTheWay = "^call .*(PushAtLimit|Waiter:Wake|TrySearchGfn|EndGroup|EndLine|TakeInRange)";

    [X64Theory]
    [InlineData(Flagged, 2)] // offset; state and slot
    [InlineData(Lap, 2)]
    [InlineData(X64Lap, 1)] // all in one
    [InlineData(Packed, 2)] // address; length, id and flags
    public void A_push_stores_the_entry_and_nothing_else(string design, int stores)
    {
        MethodCode way = Way("Push", string.Format(design, "PushBurst"));
        Assert.True(way.Stores() == stores, $"{way.Name} has {way.Stores()} stores\n{way}");
    }

    [X64Theory]
    [InlineData(Flagged)]
    [InlineData(Lap)]
    [InlineData(X64Lap)]
    [InlineData(Packed)]
    public void A_take_stores_nothing_but_the_marks_of_a_whole_line(string design)
    {
        MethodCode way = Way("Take", string.Format(design, "TakeBurst"));
        Assert.True(way.Stores() == EntriesOfLine, $"{way.Name} has {way.Stores()} stores\n{way}");
    }

    private static MethodCode Way(string shape, string burst)
    {
        MethodCode method = Assert.Single(Compilers.X64.Methods(Regex.Escape($"BurstShapes:{shape}[RingCore.{burst}")));
        method.HasNoCheck();
        MethodCode way = Assert.Single(new ControlFlow(method).Loops(OffTheWay));
        way.HasNoSlowInstruction();
        Assert.True(way.FrameAccesses(method) == 0, $"{way.Name} uses the frame\n{way}");
        return way;
    }
}
