using System;
using System.Collections.Generic;

namespace RingCore.ModelChecker.Tests.Typed;

/// <summary>A bounded program of a typed ring.</summary>
/// <param name="About">How the file names of the ring that it is about begin.</param>
/// <param name="Name">What it shows.</param>
/// <param name="Make">Makes the program.</param>
public sealed record TypedCase(string About, string Name, Func<string, ModelProgram> Make)
{
    /// <summary>Every case, ring by ring, small ones first.</summary>
    public static IReadOnlyList<TypedCase> All { get; } = [.. SpscCase.All, .. SpscStallCase.All, .. BroadcastCases.All, .. MpscCase.All];

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal ModelProgram Program() => Make(Name);
}
