namespace RingCore;

/// <summary>What became of a chain that a driver wanted to make available.</summary>
public enum VirtqueueAddStatus
{
    /// <summary>It is available.</summary>
    Added,

    /// <summary>The ring has not as many free descriptors now. Nothing was changed.</summary>
    RefusedFull,

    /// <summary>It has no buffer. Nothing was changed.</summary>
    RefusedEmpty,

    /// <summary>It has more buffers than the ring or the table, or more than 2^32 bytes. Nothing was changed.</summary>
    RefusedTooLong,

    /// <summary>The device broke the rules: nothing goes on until a reset.</summary>
    Broken,
}
