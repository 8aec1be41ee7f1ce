namespace RingCore;

/// <summary>Translates nothing: for queues without indirect descriptors.</summary>
public readonly unsafe struct NoGuestMemory : IGuestMemory
{
    /// <inheritdoc/>
    public bool TryTranslate(ulong address, uint length, out byte* start)
    {
        start = null;
        return false;
    }
}
