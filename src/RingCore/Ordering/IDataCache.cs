namespace RingCore;

/// <summary>How a host flushes its data cache, for <see cref="VirtuallyTaggedFencePoints{TCache}"/>.</summary>
public unsafe interface IDataCache
{
    /// <summary>
    /// Drops the caller's mapping's cached lines of the range, so that the next reads fetch what other mappings wrote back. A dirty line is
    /// written back first, never discarded: a party that shares the mapping may be writing beside what this one reads.
    /// </summary>
    static abstract void FlushBeforeRead(void* start, nuint bytes);

    /// <summary>Writes the caller's mapping's cached lines of the range back, so that other mappings can read them.</summary>
    static abstract void FlushAfterWrite(void* start, nuint bytes);
}
