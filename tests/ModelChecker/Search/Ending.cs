namespace RingCore.ModelChecker.Search;

/// <summary>How a thread's part of an execution ends.</summary>
internal enum Ending
{
    /// <summary>The body returned.</summary>
    Returned,

    /// <summary>The body reported a failure or threw.</summary>
    Failed,

    /// <summary>It sleeps and nobody will wake it.</summary>
    SleepsForEver,

    /// <summary>It spins on the newest values and nobody will write others.</summary>
    SpinsForEver,

    /// <summary>An assumption did not hold: the execution is of no interest.</summary>
    Abandoned,
}
