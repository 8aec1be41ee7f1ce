using System;
using System.Collections.Generic;

namespace RingCore.TraceReport.Reporting;

/// <summary>All that is reported of a trace; the JSON file is this record. Times are milliseconds from the trace's beginning.</summary>
internal sealed record TraceSummary
{
    /// <summary>The trace's file name.</summary>
    public required string Trace { get; init; }

    /// <summary>Why the trace could not be read to its end; null if it could.</summary>
    public required string? Fault { get; init; }

    public required DateTime Start { get; init; }

    public required double Milliseconds { get; init; }

    /// <summary>How many equal parts the trace is cut into, for what is given per part.</summary>
    public required int Parts { get; init; }

    /// <summary>Of all providers.</summary>
    public required long Events { get; init; }

    public required int EventsLost { get; init; }

    /// <summary>RingCore's, by name.</summary>
    public required IReadOnlyDictionary<string, long> RingEvents { get; init; }

    /// <summary>RingCore's events that this version does not understand.</summary>
    public required long Undecoded { get; init; }

    public required string? FirstUndecoded { get; init; }

    public required SoftFullSummary SoftFull { get; init; }

    public required StallSummary GcTime { get; init; }

    public required StallSummary PoolStallTime { get; init; }

    public required IReadOnlyList<RingSummary> Rings { get; init; }

    public required IReadOnlyList<TrackerSummary> Trackers { get; init; }

    public required IReadOnlyList<PauseSummary> GcPauses { get; init; }

    public required IReadOnlyList<PoolStallSummary> PoolStalls { get; init; }
}
