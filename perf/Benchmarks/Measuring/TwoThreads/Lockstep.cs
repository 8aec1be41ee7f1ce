using System.Diagnostics;
using System.Threading;
using RingCore.Benchmarks.Platform;

namespace RingCore.Benchmarks.Measuring.TwoThreads;

/// <summary>Two threads that meet, again and again, and measure the distance between their processors.</summary>
/// <remarks>The words stand 256 bytes apart in one array, whatever its own alignment is.</remarks>
internal sealed class Lockstep
{
    private const int WordsApart = 32;
    private const int SpinsBeforeYield = 20_000;
    private const int Batches = 5;
    private const int TripsPerBatch = 64;

    private readonly long[] _words = new long[5 * WordsApart];

    /// <summary>The side that starts a ping-pong and gets its result.</summary>
    internal const int Server = 1;

    /// <summary>The side that answers.</summary>
    internal const int Echo = 2;

    /// <summary>Waits for the other side.</summary>
    /// <param name="side"><see cref="Server"/> or <see cref="Echo"/>.</param>
    internal void Meet(int side)
    {
        long mine = ++_words[side * WordsApart];
        Volatile.Write(ref _words[side * WordsApart], mine);
        ref long other = ref _words[(Server + Echo - side) * WordsApart];
        for (int spins = 0; Volatile.Read(ref other) < mine; spins++)
        {
            if (spins > SpinsBeforeYield)
                Thread.Yield();
        }
    }

    /// <summary>Bounces one cache line between the two sides.</summary>
    /// <returns>Nanoseconds one way, the median of a few batches, so that a descheduled batch does not count; on the server's side.</returns>
    internal double PingPong(int side)
    {
        ref long ball = ref _words[3 * WordsApart];
        System.Span<double> nanoseconds = stackalloc double[Batches];
        long first = Volatile.Read(ref ball);
        Meet(side);
        long at = first;
        for (int batch = 0; batch < Batches; batch++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int trip = 0; trip < TripsPerBatch; trip++, at += 2)
            {
                if (side == Server)
                {
                    Volatile.Write(ref ball, at + 1);
                    while (Volatile.Read(ref ball) != at + 2)
                    {
                    }
                }
                else
                {
                    while (Volatile.Read(ref ball) != at + 1)
                    {
                    }

                    Volatile.Write(ref ball, at + 2);
                }
            }

            nanoseconds[batch] = Clock.NanosecondsSince(start) / (2 * TripsPerBatch);
        }

        System.MemoryExtensions.Sort(nanoseconds);
        return nanoseconds[Batches / 2];
    }
}
