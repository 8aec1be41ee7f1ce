using System.Runtime.InteropServices;

namespace RingCore.ModelChecker.Tests.Typed;

/// <summary>A cache line, of which the first and the last part count, in every bit.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal readonly struct LineItem(ulong number) : IModelItem<LineItem>
{
    [FieldOffset(0)]
    private readonly ulong _first = number;

    [FieldOffset(56)]
    private readonly ulong _last = ~number;

    public ulong Number => _first;

    public bool IsWhole => _first == ~_last;

    public static LineItem Of(ulong number) => new(number);
}
