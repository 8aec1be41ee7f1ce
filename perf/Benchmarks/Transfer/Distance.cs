namespace RingCore.Benchmarks.Transfer;

/// <summary>How far apart the two processors were during a run: on virtual machines one pair changes while you watch.</summary>
internal enum Distance
{
    /// <summary>One cache is shared: less than <see cref="DistanceTag.FarNanoseconds"/> one way.</summary>
    Near,

    /// <summary>Across a die or an interconnect.</summary>
    Far,

    /// <summary>Different before and after: the run counts for neither.</summary>
    Moved,
}
