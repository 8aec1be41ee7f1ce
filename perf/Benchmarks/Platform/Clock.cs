using System.Diagnostics;

namespace RingCore.Benchmarks.Platform;

/// <summary>Nanoseconds between timestamps. <see cref="System.TimeSpan"/> counts in steps of 100 of them, which is too coarse here.</summary>
internal static class Clock
{
    private static readonly double s_nanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    /// <summary>Nanoseconds since a timestamp.</summary>
    /// <param name="start">By <see cref="Stopwatch.GetTimestamp"/>.</param>
    internal static double NanosecondsSince(long start) => (Stopwatch.GetTimestamp() - start) * s_nanosecondsPerTick;
}
