using System;
using RingCore.Benchmarks.Measuring;

namespace RingCore.Benchmarks.Bounds;

/// <summary>How a ratio must stand.</summary>
/// <param name="IsAtMost">Whether it bounds our share of the other's time from above; else how many times as fast ours is, from below.</param>
/// <param name="Factor">The bound itself, above 0.</param>
internal readonly record struct Limit(bool IsAtMost, double Factor)
{
    /// <summary>Ours is at least so many times as fast.</summary>
    internal static Limit AtLeast(double timesAsFast) => new(false, timesAsFast);

    /// <summary>Ours takes at most so many times the time, the bytes or whatever the figures count.</summary>
    internal static Limit AtMost(double timesTheTime) => new(true, timesTheTime);

    /// <summary>A comparison's ratio as this limit states it: speeds as they are, times the other way round.</summary>
    internal Spread Stated(Spread timesAsFast) => IsAtMost
        ? new Spread(timesAsFast.Count, 1 / timesAsFast.P90, 1 / timesAsFast.Median, 1 / timesAsFast.P10)
        : timesAsFast;

    /// <summary>Whether a stated median is within the limit.</summary>
    internal bool Holds(Spread stated) => IsAtMost ? stated.Median <= Factor : stated.Median >= Factor;

    /// <summary>Whether all of one spread is worse than all of another.</summary>
    internal bool IsWorse(Spread stated, double thanP10, double thanP90) => IsAtMost ? stated.P10 > thanP90 : stated.P90 < thanP10;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{(IsAtMost ? "at most" : "at least")} {Factor:0.##} ×");
}
