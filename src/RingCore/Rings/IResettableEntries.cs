using RingCore.Layouts;

namespace RingCore;

/// <summary>The entries of a ring as its resetter sees them.</summary>
internal unsafe interface IResettableEntries
{
    /// <summary>The pages that exist; null: all do.</summary>
    SlotTable? Slots { get; }

    /// <summary>Reads harvested entries, each once, into private memory.</summary>
    /// <param name="position">Position of the first.</param>
    /// <param name="count">Most to read, up to the end of the ring's memory at most.</param>
    /// <param name="pages">Receives the pages.</param>
    /// <returns>Entries read: those before the first that is not harvested.</returns>
    int Read(ulong position, int count, DirtyPage* pages);

    /// <summary>Harvested entries whose pages follow each other in one slot, by blocks: what a reset can take without copying them.</summary>
    /// <param name="position">Position of the first.</param>
    /// <param name="count">Most to look at, up to the end of the ring's memory at most.</param>
    /// <param name="first">The first page.</param>
    /// <returns>How many; 0 where there are less than a block of them.</returns>
    int CountRun(ulong position, int count, out DirtyPage first);

    /// <summary>Entries from a position to the end of the ring's memory.</summary>
    uint ToEnd(ulong position);

    /// <summary>Gives entries back; the producer learns of it by the reset index.</summary>
    /// <param name="start">Position of the first.</param>
    /// <param name="end">Position after the last.</param>
    void Free(ulong start, ulong end);
}
