namespace RingCore;

/// <summary>What a harvest found.</summary>
public enum HarvestStatus : byte
{
    /// <summary>At least one entry was harvested.</summary>
    Harvested,

    /// <summary>No entry was published (or there was no room for one).</summary>
    Empty,

    /// <summary>The handle has been disposed: nothing was read.</summary>
    HandleDisposed,
}
