using System.Diagnostics;

namespace RingCore.Benchmarks.Measuring.TwoThreads;

/// <summary>A producer that does something else between two pages: by the clock, so that it holds on a machine that is shared.</summary>
internal struct Pace
{
    private readonly double _ticksPerPage;
    private double _next;

    /// <summary>Starts now.</summary>
    /// <param name="nanosecondsPerPage">100 or more: reading the clock may cost 30.</param>
    internal Pace(double nanosecondsPerPage)
    {
        _ticksPerPage = nanosecondsPerPage * Stopwatch.Frequency / 1e9;
        _next = Stopwatch.GetTimestamp();
    }

    /// <summary>Waits until the next page is due. A page that comes late makes the later ones late too.</summary>
    /// <returns>The time, by <see cref="Stopwatch.GetTimestamp"/>.</returns>
    internal long Wait()
    {
        long now;
        do
            now = Stopwatch.GetTimestamp();
        while (now < _next);
        _next = System.Math.Max(_next, now - _ticksPerPage) + _ticksPerPage;
        return now;
    }
}
