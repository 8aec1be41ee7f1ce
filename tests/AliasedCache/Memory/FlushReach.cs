namespace RingCore.AliasedCache;

/// <summary>Whose cached lines a flush acts on.</summary>
public enum FlushReach
{
    /// <summary>Those of the caller's mapping: what an instruction that flushes by virtual address does.</summary>
    OwnMapping,

    /// <summary>Those of every mapping of the page, as Linux's <c>flush_dcache_page</c> promises: written back, then dropped.</summary>
    AllAliases,
}
