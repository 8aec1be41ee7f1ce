using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.TwoThreads;
using RingCore.Benchmarks.Platform;
using RingCore.Layouts;

namespace RingCore.Benchmarks.RingSize;

/// <summary>A producer at a steady pace and a collector that comes by from time to time: does the ring hold what comes between two visits?</summary>
/// <param name="name">What the table calls it.</param>
/// <param name="entries">Entries of the ring, <see cref="RingGeometry.KvmReservedEntries"/> of them reserved.</param>
/// <param name="visitNanoseconds">Time from the start of one visit to the start of the next.</param>
internal sealed class VisitedRingParty(string name, int entries, double visitNanoseconds) : ITwoThreadParty
{
    /// <summary>Time between two pages: 10 million pages of 4 KiB a second are as much as a core can write.</summary>
    internal const double NanosecondsPerPage = 100;

    private const int BatchPages = 256;
    private const int VisitsPerTurn = 4;
    private const double LeastTurnNanoseconds = 400_000;
    private const long NotYet = -1;

    private readonly FlaggedDirtyRing _ring = new(entries);
    private readonly List<double> _stallsPerThousand = [];
    private double _producerNanoseconds;
    private long _pages = NotYet;

    public string Name { get; } = name;

    /// <summary>How often in 1000 pages the producer found the ring soft full: all turns so far, thrown away or not.</summary>
    internal Spread StallsPerThousand => Spread.Of([.. _stallsPerThousand]);

    /// <summary>For a fixed time and not for so many pages: a turn must have several visits in it.</summary>
    public void Produce(long items)
    {
        FlaggedDirtyRing.ProducerHandle producer = _ring.Producer;
        Pace pace = new(NanosecondsPerPage);
        long stalls = 0;
        long pages = 0;
        long start = Stopwatch.GetTimestamp();
        long end = start + (long)(Math.Max(LeastTurnNanoseconds, VisitsPerTurn * visitNanoseconds) * Stopwatch.Frequency / 1e9);
        while (pace.Wait() < end)
        {
            if (producer.Push(new DirtyPage(0, (ulong)pages++)) == PushStatus.Published)
                continue;
            stalls++;
            _ = producer.WaitForSpace(WaitStrategy.Spin, Timeout.InfiniteTimeSpan);
        }

        _stallsPerThousand.Add(1000.0 * stalls / pages);
        _producerNanoseconds = Clock.NanosecondsSince(start) / pages;
        Volatile.Write(ref _pages, pages);
    }

    public double Consume(long items)
    {
        CountingSink sink = default;
        Span<DirtyPage> pages = stackalloc DirtyPage[BatchPages];
        ulong sum = 0;
        while (Volatile.Read(ref _pages) != sink.Pages)
        {
            long visit = Stopwatch.GetTimestamp();
            int harvested;
            do
            {
                harvested = _ring.Collector.Harvest(pages).Entries;
                foreach (DirtyPage page in pages[..harvested])
                    sum += page.Offset;
            }
            while (harvested == BatchPages);
            _ = _ring.Resetter.Reset(ref sink);
            while (Volatile.Read(ref _pages) == NotYet && Clock.NanosecondsSince(visit) < visitNanoseconds)
                Thread.SpinWait(1);
        }

        if (sum != (ulong)sink.Pages * (ulong)(sink.Pages - 1) / 2)
            throw new InvalidOperationException($"{Name}: the numbers of {sink.Pages} pages do not sum up.");
        _pages = NotYet;
        return _producerNanoseconds;
    }

    public void Dispose() => _ring.Dispose();
}
