namespace RingCore.AliasedCache;

/// <summary>Who runs on a ring.</summary>
public enum Party
{
    /// <summary>Publishes.</summary>
    Producer,

    /// <summary>Harvests.</summary>
    Collector,

    /// <summary>Resets.</summary>
    Resetter,
}
