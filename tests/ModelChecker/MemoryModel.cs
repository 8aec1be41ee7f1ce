namespace RingCore.ModelChecker;

/// <summary>Whose rules the simulated memory follows.</summary>
public enum MemoryModel
{
    /// <summary>.NET's memory model, at its weakest: what may be relied on everywhere.</summary>
    DotNet,

    /// <summary>
    /// Total store order, wide accesses among the others, and aligned 16-byte parts of wide accesses that are atomic: what x86-64 adds, by the axioms
    /// of <see cref="X64FencePoints"/>. The JIT is taken to keep program order.
    /// </summary>
    X64,

    /// <summary><see cref="X64"/> without its first axiom: the parts of wide accesses stand in no order but .NET's, all else in total store order.</summary>
    X64WithUnorderedWide,

    /// <summary><see cref="X64"/> without its second axiom: wide accesses consist of 8-byte parts.</summary>
    X64WithTornWide,
}
