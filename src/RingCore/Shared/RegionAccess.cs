namespace RingCore;

/// <summary>How a region is mapped.</summary>
public enum RegionAccess
{
    /// <summary>A write is a fault.</summary>
    ReadOnly,

    /// <summary>Reads and writes.</summary>
    ReadWrite,
}
