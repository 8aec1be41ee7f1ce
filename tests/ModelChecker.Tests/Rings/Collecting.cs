namespace RingCore.ModelChecker.Tests.Rings;

/// <summary>How a case's collector works.</summary>
public enum Collecting
{
    /// <summary>Harvests copies.</summary>
    Copies,

    /// <summary>Reads entries in place, writes its own word for each page, commits.</summary>
    InPlace,

    /// <summary>Sleeps until there are entries, then harvests copies.</summary>
    Sleeping,

    /// <summary>Takes item by item, commits after each batch and at the end.</summary>
    Items,

    /// <summary>Takes in a burst that commits after each batch and at the end; the producer pushes in a burst too.</summary>
    Bursts,

    /// <summary>Harvests nothing: marks every entry in turn, whatever is in it. Producer and resetter try once for each page, and give up.</summary>
    Blind,
}
