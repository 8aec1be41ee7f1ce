namespace RingCore.ModelChecker.Tests.Virtio;

/// <summary>What goes through the queue of a case.</summary>
/// <param name="Size">Descriptors of the ring.</param>
internal sealed record ExchangeShape(int Size)
{
    /// <summary>Chains that are under way together, by their numbers of buffers. The next group uses the memory of the one before.</summary>
    public required int[][] Groups { get; init; }

    /// <summary>What both sides have agreed on. With indirect descriptors every chain is a table.</summary>
    public VirtqueueFeatures Features { get; init; }

    /// <summary>The device gives a group back last chain first.</summary>
    public bool Reversed { get; init; }

    /// <summary>The device gives a group back at once: by one descriptor in order, else as one request.</summary>
    public bool Together { get; init; }

    /// <summary>The driver reclaims when the ring is full, and no group uses another's memory.</summary>
    public bool RunsAhead { get; init; }
}
