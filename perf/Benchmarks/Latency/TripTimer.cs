using System;
using System.Diagnostics;
using RingCore.Benchmarks.Platform;

namespace RingCore.Benchmarks.Latency;

/// <summary>Times round trips in small batches.</summary>
/// <remarks>
/// Not trip by trip: .NET has no <c>rdtsc</c>, and a timestamp of 20 to 30 ns in every trip would lengthen a near one by a sixth and give the
/// other side that time to get ready in. In a batch it is under a hundredth. A batch's mean also has its share of the trips that begin a new
/// cache line, which the median of single trips would leave out; the median of batches leaves out interrupts, as it should.
/// </remarks>
internal sealed class TripTimer
{
    /// <summary>Round trips of a batch.</summary>
    internal const int BatchTrips = 32;

    private readonly double[] _batches = new double[4096];
    private int _count;
    private long _start;

    /// <summary>Forgets all batches.</summary>
    internal void Clear() => _count = 0;

    /// <summary>A batch begins.</summary>
    internal void Begin() => _start = Stopwatch.GetTimestamp();

    /// <summary>The batch ends.</summary>
    internal void End() => _batches[_count++ % _batches.Length] = Clock.NanosecondsSince(_start) / BatchTrips;

    /// <summary>Nanoseconds of a round trip, the median over the batches.</summary>
    internal double Median()
    {
        Span<double> batches = _batches.AsSpan(0, Math.Min(_count, _batches.Length));
        batches.Sort();
        return batches[batches.Length / 2];
    }
}
