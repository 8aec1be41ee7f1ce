namespace RingCore;

/// <summary>What a reset did.</summary>
/// <param name="Status">Why it stopped.</param>
/// <param name="Entries">Entries reset by this call.</param>
/// <param name="OutOfRange">Those among them that name no page of the slot table: freed, but kept from the sink.</param>
public readonly record struct ResetResult(ResetStatus Status, int Entries, int OutOfRange)
{
    internal ResetResult(ResetStatus status, int entries, int outOfRange, uint ring, ulong end)
        : this(status, entries, outOfRange) => (Ring, End) = (ring, end);

    internal uint Ring { get; }

    internal ulong End { get; }

    /// <summary>Gives the right to read the pages of a harvest, if this ring has reset all of that harvest.</summary>
    /// <param name="ticket">The harvest's ticket.</param>
    /// <param name="grant">The right to read; grants nothing where the method returns false.</param>
    /// <returns>False where the ticket is of another ring, or not all of the harvest is reset yet.</returns>
    public bool TryGrantRead(HarvestTicket ticket, out ReadGrant grant)
    {
        bool covered = Ring != 0 && ticket.Ring == Ring && ticket.End <= End;
        grant = covered ? new ReadGrant(Ring) : default;
        return covered;
    }
}
