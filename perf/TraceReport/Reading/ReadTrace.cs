using System;
using System.Collections.Generic;
using RingCore.TraceReport.Rings;
using RingCore.TraceReport.Runtime;

namespace RingCore.TraceReport.Reading;

/// <summary>What a file held.</summary>
internal sealed record ReadTrace
{
    /// <summary>The file.</summary>
    internal required string Path { get; init; }

    /// <summary>Why it could not be read to its end; null if it could.</summary>
    internal required string? Fault { get; init; }

    /// <summary>When the session began.</summary>
    internal required DateTime Start { get; init; }

    /// <summary>The last event's time, in milliseconds from the beginning.</summary>
    internal required double EndMs { get; init; }

    /// <summary>Events that the session could not keep.</summary>
    internal required int EventsLost { get; init; }

    /// <summary>Events of all providers.</summary>
    internal required long Events { get; init; }

    /// <summary>RingCore's events, by id.</summary>
    internal required IReadOnlyDictionary<RingEventId, long> RingEvents { get; init; }

    /// <summary>RingCore's events that this program does not understand.</summary>
    internal required long Undecoded { get; init; }

    /// <summary>Why the first of those was not understood.</summary>
    internal required string? FirstUndecoded { get; init; }

    /// <summary>Rings and trackers.</summary>
    internal required RingLog Log { get; init; }

    /// <summary>The runtime's pauses for garbage collections.</summary>
    internal required IReadOnlyList<GcPause> GcPauses { get; init; }

    /// <summary>The thread pools' stalls.</summary>
    internal required IReadOnlyList<PoolStall> PoolStalls { get; init; }
}
