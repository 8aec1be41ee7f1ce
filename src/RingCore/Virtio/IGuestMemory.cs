namespace RingCore;

/// <summary>Where a driver's memory stands in this process. Asked for tables of descriptors only; buffers are handed out as addresses.</summary>
public unsafe interface IGuestMemory
{
    /// <summary>Translates a range of addresses.</summary>
    /// <param name="address">The driver's.</param>
    /// <param name="length">Bytes, 1 or more.</param>
    /// <param name="start">Where the range stands here, all of it without a gap.</param>
    /// <returns>False where the range is not, or not all, the driver's memory.</returns>
    bool TryTranslate(ulong address, uint length, out byte* start);
}
