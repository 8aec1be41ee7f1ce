using System.Threading;
using RingCore.Benchmarks.Measuring.TwoThreads;
using RingCore.Layouts;
using RingCore.Platform;

namespace RingCore.Benchmarks.Latency;

/// <summary>What the processors can do at best: a cache line with a number on it goes back and forth.</summary>
/// <remarks>
/// Every batch takes another line, out of as many as a ring has: how long a line takes depends on the part of the shared cache that
/// its address belongs to, and a ring visits all of them.
/// </remarks>
internal sealed unsafe class PingPongParty : ITwoThreadParty
{
    internal const string PartyName = "ping-pong";

    private const int Lines = 1024;
    private const ulong NumbersPerBatch = 2 * TripTimer.BatchTrips;

    private readonly AlignedBlock _lines = new(Lines * CacheLine.PaddingBytes, CacheLine.PaddingBytes);
    private readonly TripTimer _timer = new();

    // The last number that either side knows of: the same between turns.
    private ulong _server;
    private ulong _echo;

    public string Name => PartyName;

    public void Produce(long items)
    {
        for (long i = 0; i < items; i += TripTimer.BatchTrips)
            _echo = Echo(ref Line(_echo), _echo);
    }

    public double Consume(long items)
    {
        _timer.Clear();
        for (long i = 0; i < items; i += TripTimer.BatchTrips)
        {
            _timer.Begin();
            _server = Serve(ref Line(_server), _server);
            _timer.End();
        }

        return _timer.Median();
    }

    public void Dispose() => _lines.Dispose();

    private static ulong Serve(ref ulong line, ulong at)
    {
        for (ulong end = at + NumbersPerBatch; at != end; at += 2)
        {
            Volatile.Write(ref line, at + 1);
            while (Volatile.Read(ref line) != at + 2)
            {
            }
        }

        return at;
    }

    private static ulong Echo(ref ulong line, ulong at)
    {
        for (ulong end = at + NumbersPerBatch; at != end; at += 2)
        {
            while (Volatile.Read(ref line) != at + 1)
            {
            }

            Volatile.Write(ref line, at + 2);
        }

        return at;
    }

    private ref ulong Line(ulong at) => ref *(ulong*)(_lines.Start + (at / NumbersPerBatch % Lines * CacheLine.PaddingBytes));
}
