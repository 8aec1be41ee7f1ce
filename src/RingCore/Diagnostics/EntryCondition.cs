namespace RingCore;

/// <summary>What an entry of a ring was found to be when somebody looked.</summary>
public enum EntryCondition
{
    /// <summary>The producer may write it.</summary>
    Free,

    /// <summary>Published, not yet harvested.</summary>
    Published,

    /// <summary>Harvested, not yet reset.</summary>
    Harvested,

    /// <summary>Its state is none that a party gives it.</summary>
    Unknown,
}
