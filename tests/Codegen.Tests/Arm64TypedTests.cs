using System.Linq;
using Xunit;

namespace RingCore.Tests;

/// <summary>The orderings of the typed rings in ARM64 machine code, inlined into a caller's loop, and what a push and a take may call.</summary>
[Trait("Category", "Codegen")]
[Trait("Category", "Typed")]
public class Arm64TypedTests
{
    private const string Acquire = "^(ldar|ldapr|ldapur) ";
    private const string Item = @"^(stp|ldp) x\d+, x\d+, \[x\d+\]$";
    private const string Pairs = "[RingCore.CoherentFencePoints,System.ValueTuple`2[ulong,ulong],RingCore.NativeSlots`1[System.ValueTuple`2[ulong,ulong]]]";

    // Each row: the shape, then instructions that must stand in it in this order. Both words of an item by one plain access, but in the broadcast ring.
    [Arm64Theory]
    [InlineData("SingleShapes:PushTyped(", Item, "^stlr w", Acquire)] // (Q1), (W1)
    [InlineData("SingleShapes:TakeTyped(", Item)] // (Q2) and (Q3) stand in what it calls now and then
    [InlineData("SharedShapes:PushMany(", Acquire, Acquire, "^casal w", Item, "^stlr w", Acquire, Acquire)] // (N1), (N2), (N3), (N4), (W1), (S4)
    [InlineData("SharedShapes:TakeMany(", Item, "^stlr w", Acquire)] // (N6), (W1)
    [InlineData("SharedShapes:PushBroadcast(", "^stlr x", "^stlr x", "^stlr x", "^stlr x", "^stlr x", Acquire)] // (L1), (L2) twice, (L3), (L7), (W1)
    [InlineData("SharedShapes:ReadBroadcast(", Acquire, Acquire, Acquire, Acquire)] // (L4), (L5) twice, (L6)
    public void A_synchronising_word_is_accessed_by_an_acquire_a_release_or_one_exchange(string shape, params string[] instructions)
    {
        MethodCode code = Compilers.Arm64.Method(shape);
        code.HasInOrder(instructions);
        code.HasNo("^dmb");
        Assert.Equal(instructions.Count(instruction => instruction.StartsWith("^stlr", System.StringComparison.Ordinal)), code.Count("^stlr"));
        Assert.Equal(instructions.Count(instruction => instruction.StartsWith("^cas", System.StringComparison.Ordinal)), code.Count("^(cas|swp|ldadd|ldset|ldx|ldax)"));
    }

    [Arm64Theory]
    [InlineData("SharedShapes:PushBroadcast(")]
    [InlineData("SharedShapes:ReadBroadcast(")]
    public void No_word_of_a_broadcast_item_is_accessed_plainly(string shape) => Compilers.Arm64.Method(shape).HasNo(Item);

    [Arm64Theory]
    [InlineData("ConsumerHandle", "CountPublished(int)", Acquire)] // (Q2)
    [InlineData("ConsumerHandle", "HandOver(ulong)", "^stlr w", Acquire)] // (Q3), (W1)
    [InlineData("ProducerHandle", "RefreshUsed()", Acquire)] // (Q4)
    public void What_is_called_now_and_then_has_the_order_of_the_other_index(string handle, string method, params string[] instructions)
    {
        MethodCode code = Compilers.Arm64.Method($"SpscRing`3+{handle}{Pairs}:{method}");
        code.HasInOrder(instructions);
        code.HasNo("^dmb");
    }

    // The calls that stand there, of which a bounds check or an allocation would be one more: the way at the limit, a sleeper's wake-up, a look for more items,
    // the hand-over of a step, the judge of a skipped claim, and the runtime's write barrier for a reference.
    [Arm64Theory]
    [InlineData("SingleShapes:PushTyped(", 2)]
    [InlineData("SingleShapes:TakeTyped(", 2)]
    [InlineData("SingleShapes:PushManaged(", 3)]
    [InlineData("SingleShapes:TakeManaged(", 2)]
    [InlineData("SharedShapes:PushMany(", 3)]
    [InlineData("SharedShapes:TakeMany(", 2)]
    [InlineData("SharedShapes:PushManyManaged(", 4)]
    [InlineData("SharedShapes:TakeManyManaged(", 2)]
    [InlineData("SharedShapes:PushBroadcast(", 1)]
    [InlineData("SharedShapes:ReadBroadcast(", 1)]
    public void No_bounds_are_checked_and_nothing_is_allocated(string shape, int calls)
    {
        MethodCode code = Compilers.Arm64.Method(shape);
        Assert.Equal(calls, code.Count("^blr? "));
        code.HasNo("^brk");
    }
}
