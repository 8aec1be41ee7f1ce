using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace RingCore.Tests;

/// <summary>What x86-64 code does to memory, whichever registers the JIT has chosen for it.</summary>
internal static class X64Code
{
    /// <summary>Any width.</summary>
    public const string Any = @"\w+";

    /// <summary>Stores of a width, for example <c>zmmword</c>; an instruction that changes memory in place counts.</summary>
    public static int Stores(this MethodCode code, string width = Any) => code.Count($@"^(?!cmp |test |call |jmp |push |prefetch)\S+ {width} ptr \[");

    /// <summary>Loads of a width; constants of the method's own do not count, an instruction that changes memory in place does.</summary>
    public static int Loads(this MethodCode code, string width = Any) => code.Count(
        $@"^(?!lea )\S+ .*, {width} ptr \[(?!reloc)|^(cmp|test|push) {width} ptr \[|^(?!v?mov|vextract|set|call |jmp )(?!cmp |test |push )\S+ {width} ptr \[");

    /// <summary>Accesses to the method's frame: what the JIT has kept no register for.</summary>
    public static int FrameAccesses(this MethodCode code, MethodCode method) => code.Count(HasFramePointer(method) ? @"^(?!lea ).*\[r[sb]p\b" : @"^(?!lea ).*\[rsp\b");

    /// <summary>No bounds check and no allocation: their calls stand behind the method's end, outside its loops.</summary>
    public static void HasNoCheck(this MethodCode method) => method.HasNo("RNGCHKFAIL|CORINFO_HELP");

    /// <summary>The loops, of which none calls, locks, checks a bound, allocates, or keeps anything in the frame.</summary>
    public static IReadOnlyList<MethodCode> BareLoops(this MethodCode method)
    {
        IReadOnlyList<MethodCode> loops = new ControlFlow(method).Loops();
        Assert.True(loops.Count > 0, $"{method.Name} has no loop\n{method}");
        method.HasNoCheck();
        foreach (MethodCode loop in loops)
        {
            loop.HasNoSlowInstruction();
            Assert.True(loop.FrameAccesses(method) == 0, $"{loop.Name} uses the frame\n{loop}");
        }

        return loops;
    }

    /// <summary>No call, no locked instruction, no full fence.</summary>
    public static void HasNoSlowInstruction(this MethodCode code)
    {
        code.HasNo("^call|^tail|^jmp (?!(SHORT )?G_M)");
        code.HasNo(@"\block\b|^xchg|fence");
    }

    /// <summary>The one loop among them that uses wide registers.</summary>
    public static MethodCode Wide(this IEnumerable<MethodCode> loops, string width) =>
        Assert.Single(loops, loop => loop.Loads(width) + loop.Stores(width) > 0);

    private static bool HasFramePointer(MethodCode method) => method.Lines.Any(line => Regex.IsMatch(line, @"^(lea rbp, \[rsp|mov rbp, rsp)"));
}
