namespace RingCore.ModelChecker.Trace;

/// <summary>What one step of a simulated thread does.</summary>
internal enum AccessKind : byte
{
    Read,
    Write,
    Exchange,
    CompareExchange,
    Or,
    And,
    FullFence,
    ProcessWideFence,

    /// <summary>Reads the word and, where it holds the expected value, joins its queue: one indivisible step.</summary>
    Wait,

    /// <summary>The return from a wait that slept: needs a wake that came after it in the word's queue.</summary>
    Resume,

    Wake,

    /// <summary>The body returned.</summary>
    End,

    /// <summary>An assumption of the body did not hold; nothing is said about this execution.</summary>
    Blocked,

    /// <summary>The body reported a failure or threw.</summary>
    Failed,
}
