using System.Collections.Generic;
using System.Linq;
using RingCore.TraceReport.Rings;

namespace RingCore.TraceReport.Reporting;

/// <summary>One tracker's rounds.</summary>
internal sealed record TrackerSummary
{
    public required int Process { get; init; }

    public required long Tracker { get; init; }

    /// <summary>Empty if it was chosen before the session.</summary>
    public required string Source { get; init; }

    public required string Why { get; init; }

    /// <summary>By the rounds' numbers.</summary>
    public required long Rounds { get; init; }

    public required long Committed { get; init; }

    public required long Abandoned { get; init; }

    /// <summary>Of the rounds that the trace holds.</summary>
    public required long TotalPages { get; init; }

    public required HistogramSummary Pages { get; init; }

    public required HistogramSummary CollectMicroseconds { get; init; }

    public required HistogramSummary CommitMicroseconds { get; init; }

    /// <summary>The rounds that the trace holds.</summary>
    public required IReadOnlyList<RoundSummary> Collections { get; init; }

    /// <summary>How the tracker is called in print.</summary>
    internal string Name(bool withProcess) => $"tracker {Tracker}{(withProcess ? $" of process {Process}" : "")}";

    internal static TrackerSummary Of(TracedTracker tracker) => new()
    {
        Process = tracker.Process,
        Tracker = tracker.Id,
        Source = tracker.Source,
        Why = tracker.Why,
        Rounds = tracker.Rounds,
        Committed = tracker.Committed,
        Abandoned = tracker.Abandoned,
        TotalPages = tracker.TotalPages,
        Pages = HistogramSummary.Of(tracker.Pages),
        CollectMicroseconds = HistogramSummary.Of(tracker.CollectMicroseconds),
        CommitMicroseconds = HistogramSummary.Of(tracker.CommitMicroseconds),
        Collections = [.. tracker.Collections.Select(round => new RoundSummary(round.Number, round.Interval.StartMs, round.Interval.Milliseconds, round.Pages))],
    };
}
