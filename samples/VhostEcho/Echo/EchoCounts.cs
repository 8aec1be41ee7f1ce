namespace VhostEcho.Echo;

/// <summary>What passed.</summary>
internal struct EchoCounts
{
    /// <summary>Packets taken from the driver.</summary>
    public long Taken;

    /// <summary>Of those, packets that the driver made itself.</summary>
    public long Fresh;

    /// <summary>Of those, packets that the echo had given, and that came back as they were given.</summary>
    public long Returned;

    /// <summary>Packets given to the driver.</summary>
    public long Echoed;

    /// <summary>Packets taken while the front end had the device disabled, and thrown away.</summary>
    public long Discarded;

    /// <summary>Packets given that had not come back when the queues started anew.</summary>
    public long Lost;

    /// <summary>Packets that are not what they should be.</summary>
    public long Corrupt;

    /// <summary>Packets that came in several descriptors of the ring.</summary>
    public long Chained;

    /// <summary>Packets that came through a table of descriptors.</summary>
    public long Indirect;

    /// <summary>Packets given in several buffers.</summary>
    public long Merged;

    /// <summary>Times that the device slept until the driver's notification or a time-out.</summary>
    public long Slept;

    /// <summary>Times that the driver woke it.</summary>
    public long Woken;

    /// <summary>Both together.</summary>
    public readonly EchoCounts Plus(in EchoCounts other) => new()
    {
        Taken = Taken + other.Taken,
        Fresh = Fresh + other.Fresh,
        Returned = Returned + other.Returned,
        Echoed = Echoed + other.Echoed,
        Discarded = Discarded + other.Discarded,
        Lost = Lost + other.Lost,
        Corrupt = Corrupt + other.Corrupt,
        Chained = Chained + other.Chained,
        Indirect = Indirect + other.Indirect,
        Merged = Merged + other.Merged,
        Slept = Slept + other.Slept,
        Woken = Woken + other.Woken,
    };
}
