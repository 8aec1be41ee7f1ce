namespace RingCore.ModelChecker.Trace;

/// <summary>The order that an access asks for.</summary>
internal enum AccessOrder : byte
{
    /// <summary>None, and the JIT may merge it with a neighbour.</summary>
    Plain,

    /// <summary>None, but it is one access of its own.</summary>
    Once,

    /// <summary>Later accesses of the thread come after it.</summary>
    Acquire,

    /// <summary>Earlier accesses of the thread come before it.</summary>
    Release,

    /// <summary>Both.</summary>
    Full,
}
