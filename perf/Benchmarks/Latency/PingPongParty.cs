using System.Threading;
using RingCore.Benchmarks.Measuring.TwoThreads;
using RingCore.Layouts;
using RingCore.Platform;

namespace RingCore.Benchmarks.Latency;

/// <summary>What the processors can do at best: a cache line with a number on it goes back and forth.</summary>
/// <remarks>
/// Every batch takes another line, out of as many as a ring has: how long a line takes depends on the part of the shared cache that
/// its address belongs to, and a ring visits all of them.
/// <para>
/// With one line the side that reads the number writes the next one over it: it has fetched the line once and owns it. With a line for each
/// direction nobody writes what it reads, as in a ring: a writer must first take the line from the reader that polls it, and the reader then
/// fetches it again. What that costs above one line, every queue between two threads pays.
/// </para>
/// </remarks>
/// <param name="lines">1, or 2 for a line of each direction.</param>
internal sealed unsafe class PingPongParty(int lines) : ITwoThreadParty
{
    internal const string OneLine = "ping-pong";
    internal const string TwoLines = "ping-pong, a line each way";

    private const int Batches = 1024;
    private const ulong NumbersPerBatch = 2 * TripTimer.BatchTrips;

    private readonly AlignedBlock _lines = new((nuint)(Batches * lines * CacheLine.PaddingBytes), CacheLine.PaddingBytes);
    private readonly TripTimer _timer = new();

    // The last number that either side knows of: the same between turns.
    private ulong _server;
    private ulong _echo;

    public string Name { get; } = lines == 1 ? OneLine : TwoLines;

    public void Produce(long items)
    {
        for (long i = 0; i < items; i += TripTimer.BatchTrips)
            _echo = Echo(ref Line(_echo, 0), ref Line(_echo, lines - 1), _echo);
    }

    public double Consume(long items)
    {
        _timer.Clear();
        for (long i = 0; i < items; i += TripTimer.BatchTrips)
        {
            _timer.Begin();
            _server = Serve(ref Line(_server, 0), ref Line(_server, lines - 1), _server);
            _timer.End();
        }

        return _timer.Median();
    }

    public void Dispose() => _lines.Dispose();

    private static ulong Serve(ref ulong there, ref ulong back, ulong at)
    {
        for (ulong end = at + NumbersPerBatch; at != end; at += 2)
        {
            Volatile.Write(ref there, at + 1);
            while (Volatile.Read(ref back) != at + 2)
            {
            }
        }

        return at;
    }

    private static ulong Echo(ref ulong there, ref ulong back, ulong at)
    {
        for (ulong end = at + NumbersPerBatch; at != end; at += 2)
        {
            while (Volatile.Read(ref there) != at + 1)
            {
            }

            Volatile.Write(ref back, at + 2);
        }

        return at;
    }

    private ref ulong Line(ulong at, int line) =>
        ref *(ulong*)(_lines.Start + (((at / NumbersPerBatch % Batches * (uint)lines) + (uint)line) * CacheLine.PaddingBytes));
}
