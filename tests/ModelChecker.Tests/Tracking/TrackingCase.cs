using System;
using System.Collections.Generic;

namespace RingCore.ModelChecker.Tests.Tracking;

/// <summary>A bounded program of the tracker's shipped parts.</summary>
/// <param name="About">File name of the part that it is foremost about.</param>
/// <param name="Name">What it shows.</param>
/// <param name="Make">Makes the program.</param>
public sealed record TrackingCase(string About, string Name, Func<string, IDisposable> Make)
{
    /// <summary>Every case but those of the successor, by part, small ones first.</summary>
    public static IReadOnlyList<TrackingCase> All { get; } = [.. MarkCases.All, .. OverflowCases.All, .. RoundCases.All, .. SignalCases.All, .. WindowCases.All];

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal TrackingProgram Program() => (TrackingProgram)Make(Name);
}
