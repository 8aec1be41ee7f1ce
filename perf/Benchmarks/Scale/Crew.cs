using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using RingCore.Benchmarks.Platform;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Scale;

/// <summary>Many producers and one collector on two processors: most of them are off their processor at any moment.</summary>
internal sealed class Crew
{
    private const int RingEntries = 4096;
    private const int BatchPages = 256;

    private readonly IDirtyRing[] _rings;
    private readonly int[] _unreset;
    private readonly int[] _cpus;
    private readonly int _pagesPerThread;
    private readonly DirtyPage[] _batch = new DirtyPage[BatchPages];
    private int _ready;
    private volatile bool _go;

    /// <summary>Makes the rings.</summary>
    /// <param name="threads">Producers, 1 or more.</param>
    /// <param name="shares">Whether they share one <see cref="VmDirtyRing"/>; else each has a <see cref="FlaggedDirtyRing"/>.</param>
    /// <param name="pages">Pages of all producers together.</param>
    /// <param name="cpus">The producers' processors, in turn; the collector runs where the caller does.</param>
    internal Crew(int threads, bool shares, int pages, int[] cpus)
    {
        Threads = threads;
        _cpus = cpus;
        _pagesPerThread = pages / threads;
        _rings = new IDirtyRing[shares ? 1 : threads];
        _unreset = new int[_rings.Length];
        for (int i = 0; i < _rings.Length; i++)
            _rings[i] = shares ? new VmDirtyRing(RingEntries, reservedEntries: 0) : new FlaggedDirtyRing(RingEntries, reservedEntries: 0);
    }

    /// <summary>Producers.</summary>
    internal int Threads { get; }

    /// <summary>Pushes and collects all pages once.</summary>
    /// <returns>Nanoseconds per page, from the start until the last is reset.</returns>
    /// <exception cref="InvalidOperationException">Pages were lost or invented.</exception>
    internal double Run()
    {
        _ready = 0;
        _go = false;
        List<Thread> threads = [];
        for (int i = 0; i < Threads; i++)
        {
            int index = i;
            Thread thread = new(() => Produce(index)) { IsBackground = true, Name = $"producer {i}" };
            threads.Add(thread);
            thread.Start();
        }

        while (Volatile.Read(ref _ready) < Threads)
            Thread.Yield();
        long start = Stopwatch.GetTimestamp();
        _go = true;
        (long pages, ulong sum) = Collect();
        double nanoseconds = Clock.NanosecondsSince(start) / pages;
        foreach (Thread thread in threads)
            thread.Join();
        ulong expected = (ulong)pages * (ulong)(pages - 1) / 2;
        if (sum != expected)
            throw new InvalidOperationException($"{Threads} producers: the numbers of {pages} pages sum up to {sum} and not to {expected}.");
        return nanoseconds;
    }

    /// <summary>Frees the rings.</summary>
    internal void Dispose()
    {
        foreach (IDirtyRing ring in _rings)
            ring.Dispose();
    }

    private void Produce(int index)
    {
        CpuAffinity.Pin(_cpus[index % _cpus.Length]);
        IDirtyProducer producer = _rings[index % _rings.Length].Producer;
        Interlocked.Increment(ref _ready);
        while (!_go)
            Thread.Yield();
        ulong end = (ulong)(index + 1) * (ulong)_pagesPerThread;
        for (ulong page = (ulong)index * (ulong)_pagesPerThread; page < end; page++)
        {
            while (producer.Push(new DirtyPage(0, page)) > PushStatus.PublishedSoftFull)
                Thread.Yield();
        }
    }

    private (long Pages, ulong Sum) Collect()
    {
        CountingSink sink = default;
        ulong sum = 0;
        long pages = (long)_pagesPerThread * Threads;
        for (long harvested = 0; harvested < pages;)
        {
            int found = 0;
            for (int i = 0; i < _rings.Length; i++)
            {
                int taken = _rings[i].Collector.Harvest(_batch).Entries;
                foreach (DirtyPage page in _batch.AsSpan(0, taken))
                    sum += page.Offset;
                found += taken;
                _unreset[i] += taken;
                if (_unreset[i] >= RingEntries / 4)
                    _unreset[i] -= _rings[i].Resetter.Reset(ref sink).Entries;
            }

            harvested += found;
            if (found == 0)
                Thread.Yield();
        }

        foreach (IDirtyRing ring in _rings)
            _ = ring.Resetter.Reset(ref sink);
        Array.Clear(_unreset);
        return (sink.Pages, sum);
    }
}
