using Xunit;

namespace RingCore.Tests;

/// <summary>What a push and a take of one page cost, inlined into their caller's loop, in tier-1 code of this machine's JIT.</summary>
[Trait("Category", "Codegen")]
public class X64SinglesTests
{
    // Calls that may stand in a push or a take, off its way: the slow path at the soft limit, the wake-up of a sleeper, the search among several
    // slots, the end of a line of entries, a page outside the slots, a look at the producer's index.
    private const string OffTheWay = @"^call .*(PushAtLimit|Waiter:Wake|TrySearchGfn|EndGroup|EndLine|TakeInRange|CountPublished|HandOver|HasItem)";

    // Each row: the stores into the entry, by width; all stores, with the cursor's and the frame's; instructions, as measured and three more, since a JIT
    // that has learnt something else may copy a register; accesses to the frame, as few as they are.
    [X64Theory]
    [InlineData("PushFlagged", 20 + 3, 3, 0, "qword", 3)] // offset; state and slot; cursor
    [InlineData("PushLap", 23 + 3, 3, 0, "qword", 3)]
    [InlineData("PushX64Lap", 24 + 3, 2, 0, "xmmword", 1)] // all in one; cursor
    [InlineData("PushIndexed", 24 + 3, 4, 0, "dword", 2)] // offset; slot; cursor; index
    [InlineData("PushPacked", 27 + 3, 3, 0, "qword", 3)] // address; length, id and flags; cursor
    [InlineData("PushTyped", 35 + 3, 4, 0, "qword", 3)] // two words; cursor; index
    [InlineData("PushPageAddress", 34 + 3, 4, 3, "qword", 4)] // the word; cursor; two for the out parameter of the slots' search
    [InlineData("PushLapAddress", 39 + 3, 4, 3, "qword", 4)]
    [InlineData("PushX64LapAddress", 39 + 3, 4, 3, "qword", 4)]
    public void A_push_stores_the_entry_and_the_cursor(string shape, int instructions, int stores, int frame, string width, int wide)
    {
        MethodCode way = Way(shape, instructions, frame);
        Assert.True(way.Stores() <= stores && way.Stores(width) <= wide && way.Stores(width) > 0, $"{way.Name} has {way.Stores()} stores\n{way}");
    }

    // Two of a take's instructions ask whether a burst is open.
    [X64Theory]
    [InlineData("TakeFlagged", 33 + 3, 5)] // the page passes through the frame: its address is handed out to the search for one inside the slots
    [InlineData("TakeLap", 35 + 3, 5)]
    [InlineData("TakeX64Lap", 35 + 3, 5)]
    [InlineData("TakeIndexed", 35 + 3, 0)]
    [InlineData("TakePacked", 37 + 3, 0)]
    [InlineData("TakeTyped", 36 + 3, 3)] // a half of the item passes through the frame, beside the call at a step's end; the mark of a line's end too
    public void A_take_stores_nothing_but_its_cursor(string shape, int instructions, int frame)
    {
        MethodCode way = Way(shape, instructions, frame);
        MethodCode method = Compilers.X64.Method($"SingleShapes:{shape}(");
        Assert.True(way.Stores() - way.FrameAccesses(method) <= 3, $"{way.Name} stores\n{way}"); // the indexed collector's index and the position behind it too
    }

    [X64Theory]
    [InlineData("PushTyped")]
    [InlineData("TakeTyped")]
    [InlineData("PushManaged")]
    [InlineData("TakeManaged")]
    public void A_typed_ring_checks_no_bounds_and_allocates_nothing(string shape)
    {
        // A reference is stored by the runtime's write barrier: the one helper that may be called.
        string code = Compilers.X64.Method($"SingleShapes:{shape}(").ToString();
        Assert.DoesNotMatch("RNGCHKFAIL|CORINFO_HELP_(?!(CHECKED_)?ASSIGN_REF)", code);
    }

    private static MethodCode Way(string shape, int instructions, int frame)
    {
        MethodCode method = Compilers.X64.Method($"SingleShapes:{shape}(");
        MethodCode way = Assert.Single(new ControlFlow(method).Loops(OffTheWay));
        way.HasNoSlowInstruction();
        method.HasNoCheck();
        Assert.True(way.Instructions <= instructions, $"{way.Name} has {way.Instructions} instructions\n{way}");
        Assert.True(way.FrameAccesses(method) <= frame, $"{way.Name} has {way.FrameAccesses(method)} accesses to the frame\n{way}");
        return way;
    }
}
