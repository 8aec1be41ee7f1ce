using System.Collections.Generic;

namespace RingCore.TraceReport.Reporting;

/// <summary>One ring.</summary>
internal sealed record RingSummary
{
    public required int Process { get; init; }

    public required uint Ring { get; init; }

    /// <summary>Empty if the ring was made before the session.</summary>
    public required string Design { get; init; }

    /// <summary>Empty if the ring was made before the session.</summary>
    public required string Harvester { get; init; }

    /// <summary>0 if no event said it.</summary>
    public required int Entries { get; init; }

    public required int EntryBytes { get; init; }

    public required int? ReservedEntries { get; init; }

    public required bool IsShared { get; init; }

    public required double? CreatedMs { get; init; }

    public required double? DisposedMs { get; init; }

    public required CounterSummary Published { get; init; }

    public required CounterSummary Harvested { get; init; }

    public required CounterSummary Reset { get; init; }

    public required CounterSummary Refused { get; init; }

    /// <summary>Null but for a typed ring, whose items taken are harvested ones here, and those whose space is free again reset ones.</summary>
    public required LossSummary? Losses { get; init; }

    /// <summary>The most entries in use, in each part of the trace; where no event said anything, what the last one said.</summary>
    public required int[] UsedPerPart { get; init; }

    /// <summary>Null if the traced process does not know.</summary>
    public required int? MaxUsed { get; init; }

    public required SoftFullSummary SoftFull { get; init; }

    public required IReadOnlyList<EpisodeSummary> Episodes { get; init; }

    public required HistogramSummary HarvestBatches { get; init; }

    public required HistogramSummary ResetBatches { get; init; }

    public required HistogramSummary Backlogs { get; init; }

    /// <summary>Calls of the sinks in the resets that the trace holds.</summary>
    public required long SinkCalls { get; init; }

    public required int WidestMaskPages { get; init; }

    public required ViolationSummary Violations { get; init; }

    public required IReadOnlyList<WaitSummary> Waits { get; init; }

    /// <summary>Whether nothing went through it during the trace and nothing lay in it.</summary>
    internal bool IsIdle => (MaxUsed ?? 0) + Published.Count + Harvested.Count + Reset.Count + Refused.Count == 0;

    /// <summary>How the ring is called in print.</summary>
    internal string Name(bool withProcess) => $"ring {Ring}{(withProcess ? $" of process {Process}" : "")}";
}
