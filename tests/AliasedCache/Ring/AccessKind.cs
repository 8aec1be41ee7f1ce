namespace RingCore.AliasedCache;

/// <summary>What a simulated party does next.</summary>
internal enum AccessKind
{
    Read,
    Write,
    FlushBeforeRead,
    FlushAfterWrite,

    /// <summary>Waits for its turn, see <see cref="PartyRun.Await"/>.</summary>
    Gate,

    /// <summary>Nothing more.</summary>
    End,

    /// <summary>Found that the ring is broken.</summary>
    Failed,
}
