namespace RingCore;

/// <summary>
/// Names the harvests of a ring up to one point. A reset that has passed the point turns it into a <see cref="ReadGrant"/>.
/// </summary>
/// <remarks>Page numbers alone are not the right to read the pages: what is written between harvest and reset is not reported again.</remarks>
public readonly record struct HarvestTicket
{
    internal HarvestTicket(uint ring, ulong end) => (Ring, End) = (ring, end);

    internal uint Ring { get; }

    internal ulong End { get; }
}
