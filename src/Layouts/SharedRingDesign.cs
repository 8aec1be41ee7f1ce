namespace RingCore.Layouts;

/// <summary>Which ring stands in shared regions; the numbers are part of the format.</summary>
public enum SharedRingDesign : uint
{
    /// <summary>Two indices, entries without flags: they stand in the told region, which the collector can only read.</summary>
    Indexed = 1,

    /// <summary>State bits in each entry: they stand in the answered region, which both sides write.</summary>
    Flagged = 2,
}
