namespace RingCore;

/// <summary>What a device found where the driver makes chains available.</summary>
public enum VirtqueueTakeStatus
{
    /// <summary>A chain.</summary>
    Taken,

    /// <summary>Nothing now.</summary>
    Empty,

    /// <summary>A chain of more buffers than the caller's span holds. It was not taken and is read again the next time.</summary>
    BuffersTooFew,

    /// <summary>The driver broke the rules: nothing goes on until a reset.</summary>
    Broken,
}
