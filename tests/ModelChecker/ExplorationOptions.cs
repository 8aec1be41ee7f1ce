using System;

namespace RingCore.ModelChecker;

/// <summary>How to explore a program.</summary>
public sealed record ExplorationOptions
{
    /// <summary>The rules of the memory.</summary>
    public MemoryModel Model { get; init; } = MemoryModel.DotNet;

    /// <summary>A line of source whose fence points lose their order, or none.</summary>
    public Weakening? Weakening { get; init; }

    /// <summary>Executions after which to give up; the result then says that it is not exhaustive.</summary>
    public long MaxExecutions { get; init; } = long.MaxValue;

    /// <summary>Time after which to give up, as <see cref="MaxExecutions"/>.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether to go on after a failure, to count them.</summary>
    public bool KeepGoing { get; init; }
}
