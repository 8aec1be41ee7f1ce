using System;

namespace RingCore.ModelChecker;

/// <summary>What an exploration found.</summary>
public sealed record ExplorationResult
{
    /// <summary>Name of the program.</summary>
    public required string Program { get; init; }

    /// <summary>Different complete executions.</summary>
    public required long Executions { get; init; }

    /// <summary>Complete executions in which an assumption of a body did not hold: nothing is checked in them.</summary>
    public required long Blocked { get; init; }

    /// <summary>Beginnings of executions that were reached a second time and dropped.</summary>
    public long Duplicates { get; init; }

    /// <summary>Beginnings of executions visited.</summary>
    public long Beginnings { get; init; }

    /// <summary>Runs of thread bodies.</summary>
    public required long Runs { get; init; }

    /// <summary>Sets of late reads that were tried.</summary>
    public int PromiseSets { get; init; }

    /// <summary>Runs that were left because they made more than <see cref="ModelProgram.MaxAccesses"/> accesses.</summary>
    public required long Cut { get; init; }

    /// <summary>Whether there is nothing more to explore, and no run was cut.</summary>
    public bool IsExhaustive { get; init; }

    /// <summary>Failures found: one at most, unless told to keep going.</summary>
    public required long Failures { get; init; }

    /// <summary>The first failure.</summary>
    public Failure? Failure { get; init; }

    /// <summary>Of a random search: its seed.</summary>
    public int? Seed { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>Complete executions per second, the blocked ones included.</summary>
    public double ExecutionsPerSecond => (Executions + Blocked) / Math.Max(Time.TotalSeconds, 1e-6);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Program}: {Executions} executions{(IsExhaustive ? "" : " (not exhaustive)")}, {Blocked} blocked, {Duplicates} duplicates, " +
        $"{Beginnings} beginnings, {PromiseSets} sets of late reads, {Runs} runs, {Time.TotalSeconds:f2} s, {ExecutionsPerSecond:f0}/s" +
        (Failure is null ? "" : $", {Failures} FAILED: {Failure.Message}{(Seed is { } seed ? $" (seed {seed})" : "")}");
}
