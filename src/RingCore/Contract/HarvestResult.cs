namespace RingCore;

/// <summary>What a harvest did.</summary>
/// <param name="Status">What it found.</param>
/// <param name="Entries">Entries harvested: the pages written to the caller's span or bitmap, and those counted in <paramref name="OutOfRange"/>.</param>
/// <param name="OutOfRange">Entries harvested that name no page of the slot table or bitmap; they are in no result.</param>
/// <param name="Ticket">Names everything harvested so far, for <see cref="ResetResult.TryGrantRead"/>.</param>
public readonly record struct HarvestResult(HarvestStatus Status, int Entries, int OutOfRange, HarvestTicket Ticket)
{
    /// <summary>Pages written to the caller's span, or set in the caller's bitmap (a page twice in the ring counts twice).</summary>
    public int Pages => Entries - OutOfRange;
}
