namespace RingCore.Hostile.Crash;

/// <summary>What a child is about to do, or is doing: kept in shared memory, so that it is known what it was killed in.</summary>
internal enum CrashPhase
{
    /// <summary>Not begun.</summary>
    None,

    /// <summary>Producer: takes over image and record of its predecessor.</summary>
    Succeeding,

    /// <summary>Producer: waits for a collector, hands over ring and image.</summary>
    Attaching,

    /// <summary>Producer: announces a write.</summary>
    Intending,

    /// <summary>Producer: stores data, after the intent and before the mark.</summary>
    Writing,

    /// <summary>Producer: marks and pushes, resets where the ring is soft full.</summary>
    Marking,

    /// <summary>Producer: closes a round: resets what is harvested, waits for the copy.</summary>
    Closing,

    /// <summary>Producer: writes on while the round is in flight, not committed.</summary>
    InFlight,

    /// <summary>Collector: connects to the producer's side and opens what it hands over.</summary>
    Opening,

    /// <summary>Collector: harvests and waits for the end of the round.</summary>
    Harvesting,

    /// <summary>Collector: copies the round's pages.</summary>
    Copying,

    /// <summary>Collector: has copied, and says so.</summary>
    EndingCopy,

    /// <summary>Collector: has said so; the log's commit word is not stored yet.</summary>
    Logging,

    /// <summary>Collector: the log has the round; the producer's side does not know yet.</summary>
    Committing,

    /// <summary>Collector: brings the logged round into the replica.</summary>
    Applying,
}
