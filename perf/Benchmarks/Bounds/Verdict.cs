namespace RingCore.Benchmarks.Bounds;

/// <summary>What became of a bound in a run.</summary>
internal enum Verdict
{
    /// <summary>The median is within the bound.</summary>
    Holds,

    /// <summary>It is not, and nobody said so before.</summary>
    Missed,

    /// <summary>It is not, as <c>known-misses.md</c> lists it.</summary>
    KnownMiss,

    /// <summary>It is not, and by more than <c>known-misses.md</c> lists: the two spreads do not touch.</summary>
    WorseThanKnown,

    /// <summary>The processors were never at that distance: neither passed nor failed.</summary>
    NotSeen,

    /// <summary>The machine had so much other work that hardly a round counted: neither passed nor failed.</summary>
    TooFewRounds,

    /// <summary>The scenario or the peer cannot run here: neither passed nor failed.</summary>
    NotRun,
}
