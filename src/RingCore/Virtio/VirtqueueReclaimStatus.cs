namespace RingCore;

/// <summary>What a driver found where the device gives chains back.</summary>
public enum VirtqueueReclaimStatus
{
    /// <summary>A chain.</summary>
    Reclaimed,

    /// <summary>Nothing now.</summary>
    Empty,

    /// <summary>The device broke the rules: nothing goes on until a reset.</summary>
    Broken,
}
