using System;

namespace RingCore.ModelChecker.Trace;

/// <summary>One call of a fence point.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Order">The order it asks for.</param>
/// <param name="Address">Where; 0 for fences.</param>
/// <param name="Bytes">Width: 4, 8 or 16; 0 for fences.</param>
/// <param name="Value">What it writes, or what a wait expects.</param>
/// <param name="Comparand">Of a compare-exchange.</param>
/// <param name="Group">The parts of one wide access carry the same number, above 0.</param>
internal readonly record struct Access(
    AccessKind Kind, AccessOrder Order = AccessOrder.Plain, nuint Address = 0, byte Bytes = 0, UInt128 Value = default, ulong Comparand = 0, int Group = 0)
{
    /// <summary>Whether it both reads and writes, as one step.</summary>
    public bool IsExchange => Kind is AccessKind.Exchange or AccessKind.CompareExchange or AccessKind.Or or AccessKind.And;

    /// <summary>Whether nothing moves across it.</summary>
    public bool IsFull => Order == AccessOrder.Full;

    /// <summary>Whether the code gets a value back from it and so cannot go on without one.</summary>
    public bool Returns => Kind is AccessKind.Read or AccessKind.Wait or AccessKind.Resume || IsExchange;

    /// <summary>Whether the thread goes no further.</summary>
    public bool IsTerminal => Kind >= AccessKind.End;

    /// <summary>Whether it and another are parts of one wide access, which no memory orders.</summary>
    public bool IsSameWideAccess(in Access other) => Group != 0 && Group == other.Group;

    /// <summary>The name of the fence point that asks for this.</summary>
    public string FencePoint => Kind switch
    {
        AccessKind.Read => Group != 0 ? "LoadWide" : Order == AccessOrder.Acquire ? "LoadAcquire" : $"Read{Order}",
        AccessKind.Write => Group != 0 ? "StoreWide" : Order == AccessOrder.Release ? "StoreRelease" : $"Write{Order}",
        AccessKind.Resume => nameof(AccessKind.Wait),
        _ => Kind.ToString(),
    };

    /// <summary>The value that an exchange leaves behind, given what it found; null where it writes nothing.</summary>
    public UInt128? Replaces(UInt128 found) => Kind switch
    {
        AccessKind.Exchange => Value,
        AccessKind.CompareExchange => found == Comparand ? Value : null,
        AccessKind.Or => found | Value,
        AccessKind.And => found & Value,
        _ => null,
    };
}
