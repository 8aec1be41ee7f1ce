using System;

namespace RingCore.ModelChecker.Trace;

/// <summary>Who answers the fence points of the code that runs on this OS thread.</summary>
internal abstract class AccessHandler
{
    [ThreadStatic]
    private static AccessHandler? t_current;

    /// <summary>The handler in force; none while a program prepares its threads, whose accesses then go to real memory.</summary>
    public static AccessHandler? Current
    {
        get => t_current;
        set => t_current = value;
    }

    /// <summary>Width in bytes of the aligned parts of a wide access that are one access each: 8 or 16.</summary>
    public abstract int WidePartBytes { get; }

    /// <summary>What loses its order while this handler answers, or nothing.</summary>
    protected virtual Weakening? Weakening => null;

    /// <summary>A number, above 0, for the parts of one wide access.</summary>
    public abstract int NextGroup();

    /// <summary>Carries out one access and gives the value read, if it reads.</summary>
    public abstract UInt128 Perform(in Access access);

    /// <summary>Carries out an exchange: in one step, unless a mutant takes it apart.</summary>
    public UInt128 Exchange(in Access access)
    {
        if (Weakening is not { TakesExchangesApart: true } weakening || !weakening.Applies(CallSite.Capture(access)))
            return Perform(access);
        UInt128 found = Perform(new Access(AccessKind.Read, AccessOrder.Plain, access.Address, access.Bytes));
        if (access.Replaces(found) is { } value)
            Perform(new Access(AccessKind.Write, AccessOrder.Plain, access.Address, access.Bytes, value));
        return found;
    }

    /// <summary>Writes an observation down.</summary>
    public abstract void Note(string name, ulong value);

    /// <summary>Marks the start of one attempt of a spin loop.</summary>
    public abstract void Attempt();

    /// <summary>Goes no further: this execution is of no interest.</summary>
    public abstract void Abandon();

    /// <summary>Goes no further: this execution is wrong.</summary>
    public abstract void Fail(string message);

    /// <summary>A flush before reads; nothing in coherent memory.</summary>
    public virtual void FlushBeforeRead(nuint start, nuint bytes)
    {
    }

    /// <summary>A flush after writes; nothing in coherent memory.</summary>
    public virtual void FlushAfterWrite(nuint start, nuint bytes)
    {
    }
}
