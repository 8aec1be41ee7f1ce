using System.Runtime.CompilerServices;

namespace RingCore.ModelChecker.Graph;

/// <summary>A value for each cell of an access.</summary>
[InlineArray(Length)]
internal struct Four<T>
{
    public const int Length = 4;

    private T _first;
}
