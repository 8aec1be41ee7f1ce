using System;
using System.Collections.Generic;

namespace RingCore.AliasedCache;

/// <summary>What an exploration found.</summary>
/// <param name="States">Different states met: where each party stands, memory, caches.</param>
/// <param name="Steps">Steps between them tried.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="IsComplete">Whether every state that can be reached was met; otherwise the bound or a failure ended it.</param>
/// <param name="Failure">What went wrong, or null.</param>
/// <param name="Trace">How, as a table; empty where nothing did.</param>
/// <param name="FlushPoints">The flush points that the parties came by.</param>
public sealed record Exploration(
    int States, long Steps, TimeSpan Elapsed, bool IsComplete, string? Failure, string Trace, IReadOnlySet<FlushPoint> FlushPoints)
{
    /// <summary>Whether every state was met and none was wrong.</summary>
    public bool IsSafe => IsComplete && Failure is null;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{States:N0} states, {Steps:N0} steps, {Elapsed.TotalSeconds:0.00} s: {Failure ?? (IsComplete ? "safe" : "the bound was reached")}";
}
