namespace RingCore;

/// <summary>A collector that shows entries where they stand.</summary>
internal interface IInPlaceCollector
{
    /// <summary>Harvests the next entries, which the collector has seen published.</summary>
    HarvestTicket Commit(int entries);
}
