namespace RingCore;

/// <summary>A collector that shows entries where they stand.</summary>
internal interface IInPlaceCollector
{
    /// <summary>Harvests entries that the collector has seen published.</summary>
    /// <param name="start">Position of the first: the collector's own, unless it has harvested since.</param>
    /// <param name="entries">How many.</param>
    HarvestTicket Commit(ulong start, int entries);
}
