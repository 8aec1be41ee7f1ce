namespace RingCore.Benchmarks.Measuring.TwoThreads;

/// <summary>Turns the ping-pongs around a turn into its regime: on virtual machines one pair of processors changes while you watch.</summary>
internal static class DistanceTag
{
    /// <summary>Between what was seen: one cache shared, 45 to 55 ns (Zen 5) and 70 to 115 ns (Emerald Rapids); across dies, 190 to 230 ns one way.</summary>
    internal const double FarNanoseconds = 150;

    /// <summary>Near or far; null where it changed and the turn counts for neither.</summary>
    internal static Regime? Of(double nanosecondsBefore, double nanosecondsAfter) =>
        (nanosecondsBefore >= FarNanoseconds, nanosecondsAfter >= FarNanoseconds) switch
        {
            (false, false) => Regime.Near,
            (true, true) => Regime.Far,
            _ => null,
        };
}
