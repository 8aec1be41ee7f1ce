namespace RingCore.Tracking;

/// <summary>What the two sides say to each other over their socket; the numbers are part of the format.</summary>
internal enum RoundMessageKind : uint
{
    /// <summary>Producer, first: the told region, the answered region and the image are attached.</summary>
    Attach = 1,

    /// <summary>Producer: it waits for room in the ring.</summary>
    Harvest = 2,

    /// <summary>Producer: the round of this number is closed and may be copied; its note follows.</summary>
    RoundClosed = 3,

    /// <summary>Collector: the answer to <see cref="Harvest"/>, once the ring is harvested.</summary>
    Harvested = 4,

    /// <summary>Collector: it has copied the round.</summary>
    Copied = 5,

    /// <summary>Collector: it answers for the round's pages from now on.</summary>
    Committed = 6,

    /// <summary>Collector: it will not commit the round.</summary>
    Returned = 7,
}
