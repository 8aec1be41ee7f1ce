using System;
using System.Collections.Generic;

namespace RingCore.ModelChecker.Tests.Typed;

/// <summary>A bounded program of a typed ring.</summary>
/// <param name="About">Start of the names of the files that it is foremost about.</param>
/// <param name="Name">What it shows.</param>
/// <param name="Program">Makes the program.</param>
public sealed record TypedCase(string About, string Name, Func<string, ModelProgram> Program)
{
    /// <summary>Every case, by ring, small ones first.</summary>
    public static IReadOnlyList<TypedCase> All { get; } = [.. BroadcastCases.All];

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal ModelProgram Make() => Program(Name);
}
