namespace RingCore.Hostile.Crash;

/// <summary>Who is killed, or survives.</summary>
internal enum Party
{
    /// <summary>The producer's side: writes, marks, resets, closes rounds.</summary>
    Producer,

    /// <summary>The collector: harvests, copies, logs, commits.</summary>
    Collector,
}
