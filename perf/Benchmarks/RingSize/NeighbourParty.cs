using System;
using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using System.Threading;
using RingCore.Benchmarks.Measuring.TwoThreads;
using RingCore.Benchmarks.Platform;
using RingCore.Benchmarks.Transfer;
using RingCore.Layouts;

namespace RingCore.Benchmarks.RingSize;

/// <summary>
/// A cache-resident loop on the collector's core. In every lap the producer's core publishes, the loop runs until its lines are near, the
/// collector harvests and resets, and the loop's next pass is timed. Undisturbed is the same with the harvest before the loop.
/// </summary>
/// <param name="name">What the table calls it.</param>
/// <param name="face">The ring.</param>
/// <param name="pages">Pages that are published and harvested in a lap; at most the ring's entries.</param>
/// <param name="neighbour">The loop's memory.</param>
/// <param name="access">How the harvest goes about it.</param>
/// <param name="memory">The ring's entries, for <see cref="HarvestAccess.NonTemporal"/>.</param>
internal sealed unsafe class NeighbourParty<TFace>(
    string name, TFace face, int pages, WorkingSet neighbour, HarvestAccess access, EntryMemory memory = default) : ITwoThreadParty
    where TFace : struct, IRingFace
{
    private const int BatchPages = 256;
    private const int LineBytes = 64;
    private const int WarmPasses = 3;

    // A turn is so many laps, not so many pages: a large ring takes a millisecond to publish and to harvest, and a large loop as long to run.
    private const int PagesPerTurn = 16384;
    private const int LinesPerTurn = 16384;
    private const int MaxLaps = 5;
    private const int SpinsBeforeYield = 20_000;

    private readonly int _laps = Math.Clamp(Math.Min(PagesPerTurn / pages, LinesPerTurn / neighbour.Lines), 1, MaxLaps);
    private readonly double[] _nanoseconds = new double[MaxLaps];
    private readonly long[] _words = new long[96];
    private int _nextByte;

    public string Name { get; } = name;

    private ref long Published => ref _words[32];

    private ref long Harvested => ref _words[64];

    public void Produce(long items)
    {
        TFace ring = face;
        Span<DirtyPage> batch = stackalloc DirtyPage[BatchPages];
        for (int lap = 0; lap < _laps; lap++)
        {
            for (int sent = 0; sent < pages; sent += BatchPages)
            {
                for (int i = 0; i < BatchPages; i++)
                    batch[i] = new DirtyPage(0, (ulong)(sent + i));
                if (ring.Push(batch).Pushed != BatchPages)
                    throw new InvalidOperationException($"{Name}: an empty ring refused a page.");
            }

            long published = Published + 1;
            Volatile.Write(ref Published, published);
            Await(ref Harvested, published);
        }
    }

    public double Consume(long items)
    {
        for (int lap = 0; lap < _laps; lap++)
        {
            long harvested = Harvested + 1;
            Await(ref Published, harvested);
            if (access == HarvestAccess.BeforeTheLoop)
                HarvestAndReset();
            for (int pass = 0; pass < WarmPasses; pass++)
                neighbour.Pass();
            if (access != HarvestAccess.BeforeTheLoop)
                HarvestAndReset();
            long start = Stopwatch.GetTimestamp();
            neighbour.Pass();
            _nanoseconds[lap] = Clock.NanosecondsSince(start) / neighbour.Lines;
            Volatile.Write(ref Harvested, harvested);
        }

        Span<double> laps = _nanoseconds.AsSpan(0, _laps);
        laps.Sort();
        return laps[_laps / 2];
    }

    public void Dispose() => face.Dispose();

    private static void Await(ref long word, long value)
    {
        for (int spins = 0; Volatile.Read(ref word) < value; spins++)
        {
            if (spins > SpinsBeforeYield)
                Thread.Yield();
        }
    }

    private void HarvestAndReset()
    {
        TFace ring = face;
        CountingSink sink = default;
        Span<DirtyPage> batch = stackalloc DirtyPage[BatchPages];
        ulong sum = 0;
        for (int harvested = 0; harvested < pages;)
        {
            if (access == HarvestAccess.NonTemporal)
                PrefetchBatch();
            int taken = ring.Harvest(batch).Entries;
            sum += batch[0].Offset;
            harvested += taken;
        }

        ring.Reset(ref sink);
        if (sink.Pages != pages || sum % BatchPages != 0)
            throw new InvalidOperationException($"{Name}: {pages} pages were published and {sink.Pages} reset.");
    }

    /// <summary>Asks for the next batch's lines without a place in the outer caches.</summary>
    private void PrefetchBatch()
    {
        int bytes = BatchPages * memory.EntryBytes;
        for (int line = 0; line < bytes; line += LineBytes)
            Sse.PrefetchNonTemporal((void*)(memory.Start + ((_nextByte + line) % memory.Bytes)));
        _nextByte = (_nextByte + bytes) % memory.Bytes;
    }
}
