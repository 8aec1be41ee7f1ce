namespace RingCore.Benchmarks.Transfer;

/// <summary>Turns the ping-pongs around a run into its tag.</summary>
internal static class DistanceTag
{
    /// <summary>Between the two regimes that were seen: 45 to 55 ns and 190 to 230 ns one way.</summary>
    internal const double FarNanoseconds = 110;

    /// <summary>The tag of a run.</summary>
    internal static Distance Of(double nanosecondsBefore, double nanosecondsAfter) =>
        (nanosecondsBefore >= FarNanoseconds, nanosecondsAfter >= FarNanoseconds) switch
        {
            (false, false) => Distance.Near,
            (true, true) => Distance.Far,
            _ => Distance.Moved,
        };
}
