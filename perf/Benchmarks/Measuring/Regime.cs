namespace RingCore.Benchmarks.Measuring;

/// <summary>How far apart the processors were while two parties were compared.</summary>
internal enum Regime
{
    /// <summary>One thread: there is no distance.</summary>
    Single,

    /// <summary>The processors share a cache.</summary>
    Near,

    /// <summary>Across a die or an interconnect.</summary>
    Far,
}
