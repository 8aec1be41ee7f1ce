namespace RingCore.Layouts;

/// <summary>What a cache holds.</summary>
public enum CacheKind
{
    /// <summary>Data only.</summary>
    Data,

    /// <summary>Instructions only.</summary>
    Instruction,

    /// <summary>Data and instructions.</summary>
    Unified,
}
