namespace RingCore.TraceReport.Reading;

/// <summary>The ids of RingCore's events; stable.</summary>
internal enum RingEventId
{
    RingCreated = 1,
    RingDisposed = 2,
    SoftFullEntered = 3,
    SoftFullLeft = 4,
    RefusedFull = 5,
    Harvested = 6,
    Reset = 7,
    RoundCollected = 8,
    RoundEnded = 9,
    PeerViolated = 10,
    SourceChosen = 11,
    WaitStarted = 12,
    WaitEnded = 13,
    Woken = 14,
    RingState = 15,
    ItemsDropped = 16,
    ReaderLapped = 17,
    ClaimSkipped = 18,
    TypedRingState = 19,
}
