namespace RingCore.Hostile.Oracle;

/// <summary>Which ring stands against the peer.</summary>
internal enum RingMode
{
    /// <summary>Two indices, entries that the peer cannot write.</summary>
    Indexed,

    /// <summary>Two bits in each entry; slots and offsets kept in private memory.</summary>
    Shadowed,

    /// <summary>Two bits in each entry; slots and offsets read from it, as KVM does.</summary>
    Kernel,

    /// <summary>The flagged ring that trusts its collector. Nobody should: it shows that the oracle sees what the others hold off.</summary>
    Plain,
}
