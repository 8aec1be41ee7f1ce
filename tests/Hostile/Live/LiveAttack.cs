using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using LiveCheckpoint.Workloads;
using Microsoft.Win32.SafeHandles;
using RingCore.Hostile.Oracle;
using RingCore.Layouts;

namespace RingCore.Hostile.Live;

/// <summary>
/// One attachment of a hostile child: this process writes, pushes and resets on two threads while the child attacks; then the child is killed, and an
/// honest collector of a new ring must be told everything that is dirty.
/// </summary>
internal sealed class LiveAttack(RingMode mode, ulong seed)
{
    private const int SmallestEntriesLog = 2;
    private const int LargestEntriesLog = 10;
    private const int RequestWaits = 64;
    private const int SpaceWaits = 64;

    /// <summary>What a call may last at most, waits of its own aside; far more than any needs on a loaded machine.</summary>
    internal static readonly TimeSpan CallLimit = TimeSpan.FromMinutes(1);

    /// <summary>What a program may take to start.</summary>
    private static readonly TimeSpan s_start = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_wait = TimeSpan.FromMilliseconds(1);

    private readonly Watch _pushes = new();
    private readonly Watch _resets = new();
    private RandomSequence _random = new(RandomSequence.Mix(seed));
    private Exception? _failure;
    private bool _isOver;

    /// <summary>The longest push, reset or wait.</summary>
    internal TimeSpan LongestCall => _pushes.Longest > _resets.Longest ? _pushes.Longest : _resets.Longest;

    /// <summary>Attacks for so long, and adds what happened to the tally.</summary>
    /// <returns>What failed; null where nothing did.</returns>
    internal string? Run(TimeSpan duration, FuzzTally tally, CancellationToken stop)
    {
        int entries = 1 << (SmallestEntriesLog + _random.Below(LargestEntriesLog - SmallestEntriesLog + 1));
        RingGeometry geometry = new(entries, reservedEntries: _random.Below(entries));
        ulong firstPosition = _random.Below(2) == 0 ? uint.MaxValue - (ulong)_random.Below(2000) : _random.Next() >> 1;
        PageOracle oracle = new(entries, payloadIsTrusted: mode != RingMode.Kernel);
        tally.Programmes++;
        try
        {
            using (LiveRing ring = new(mode, geometry, firstPosition))
            using (HostileChild child = HostileChild.Start(ring.Ring, seed))
            {
                Attack(ring, child, oracle, duration, tally, stop);
                child.Kill();
                tally.Add(child.Board);
                tally.Add(ring.PeerViolations);
                tally.Add(oracle);
                if (_failure is not null)
                    return Fail(_failure, tally);
                ring.CheckOwnWords(oracle);
            }

            using LiveRing next = new(mode, geometry, firstPosition);
            using SharedCollector collector = OpenHere(next.Ring);
            int lost = HonestSuccessor.CountLost(oracle, next, pages => collector.Collector.Harvest(pages).Pages);
            tally.PagesLost += lost;
            return lost == 0 ? null : $"{lost} pages lost";
        }
        catch (Exception found) when (found is OracleException or OutsideAccessException)
        {
            return Fail(found, tally);
        }
    }

    private void Attack(LiveRing ring, HostileChild child, PageOracle oracle, TimeSpan duration, FuzzTally tally, CancellationToken stop)
    {
        ulong producerSeed = _random.Next();
        ulong resetterSeed = _random.Next();
        FuzzTally resets = new();
        Thread producer = Start("producer", () => Produce(ring, oracle, producerSeed));
        Thread resetter = Start("resetter", () => Reset(ring, oracle, resetterSeed, resets));
        // The time is the attack's: a program that takes as long to start has not attacked.
        long start = Stopwatch.GetTimestamp();
        TimeSpan ready = TimeSpan.Zero;
        while (Stopwatch.GetElapsedTime(start) < ready + duration && !stop.IsCancellationRequested && Volatile.Read(ref _failure) is null)
        {
            Thread.Sleep(s_look);
            if (child.Board.Writes == 0 && Stopwatch.GetElapsedTime(start) < s_start)
                ready = Stopwatch.GetElapsedTime(start);
            if (_pushes.Lasting > CallLimit || _resets.Lasting > CallLimit)
                Volatile.Write(ref _failure, new OracleException($"A call lasts longer than {CallLimit.TotalSeconds} s."));
            if (!child.IsAlive)
                Volatile.Write(ref _failure, new OracleException("The hostile child has ended by itself."));
        }

        Volatile.Write(ref _isOver, true);
        if (producer.Join(2 * CallLimit) && resetter.Join(2 * CallLimit))
            tally.Add(resets);
        else
            Volatile.Write(ref _failure, new OracleException("A thread of the producer's side does not end."));
    }

    private Thread Start(string name, Action work)
    {
        Thread thread = new(() =>
        {
            try
            {
                work();
            }
            catch (Exception found) when (found is OracleException or OutsideAccessException)
            {
                Interlocked.CompareExchange(ref _failure, found, null);
            }
        })
        { Name = name, IsBackground = true };
        thread.Start();
        return thread;
    }

    private void Produce(LiveRing ring, PageOracle oracle, ulong producerSeed)
    {
        RandomSequence random = new(producerSeed);
        PageWriter writer = new(oracle, ring);
        while (!Volatile.Read(ref _isOver))
        {
            _pushes.Begin();
            writer.Write(ref random);
            if (random.Below(SpaceWaits) == 0)
                _ = ring.WaitForSpace(s_wait);
            _pushes.End();
        }
    }

    private void Reset(LiveRing ring, PageOracle oracle, ulong resetterSeed, FuzzTally resets)
    {
        RandomSequence random = new(resetterSeed);
        while (!Volatile.Read(ref _isOver))
        {
            _resets.Begin();
            ResetResult result = ring.Reset(ref oracle, random.Below(4) == 0 ? random.Below(ring.Entries + 1) : int.MaxValue);
            oracle.EndReset(result);
            resets.Add(result);
            if (random.Below(RequestWaits) == 0)
                _ = ring.Ring.WaitForRequest(s_wait);
            _resets.End();
        }
    }

    private static string Fail(Exception found, FuzzTally tally)
    {
        if (found is OutsideAccessException)
            tally.OutsideAccesses++;
        else
            tally.BrokenPromises++;
        return found.Message;
    }

    private static SharedCollector OpenHere(SharedRing ring)
    {
        SharedOpenStatus status = SharedCollector.Open(Again(ring.PeerDescriptors.Told), Again(ring.PeerDescriptors.Answered), out SharedCollector? collector);
        return collector ?? throw new IOException($"The honest collector does not open its ring: {status}.");
    }

    private static SafeFileHandle Again(SafeFileHandle file) =>
        File.OpenHandle($"/proc/self/fd/{file.DangerousGetHandle()}", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
}
