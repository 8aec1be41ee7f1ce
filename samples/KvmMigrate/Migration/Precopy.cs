using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Numerics;
using System.Threading;
using KvmMigrate.Guest;
using RingCore.Kvm;

namespace KvmMigrate.Migration;

/// <summary>
/// Moves a running guest: copies all of its memory while it runs, then round by round what it has written meanwhile, and stops it only for the last round.
/// A guest that writes faster than rounds shrink is throttled, as QEMU's auto-converge does: kept out of the guest for a growing part of each round.
/// </summary>
internal sealed class Precopy(SortingGuest source, SortingGuest target, IDirtyLog log, MigrationOptions options)
{
    private const double ThrottleStep = 0.2;
    private const double MaxThrottle = 0.98;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    private readonly List<Round> _rounds = [];
    private long _exitsBefore;

    /// <summary>Moves the guest; afterwards it stands in the target, not yet running.</summary>
    /// <param name="threads">The threads of the source's vCPUs, which run.</param>
    /// <param name="resume">Starts the target's vCPUs; the downtime ends when it returns.</param>
    /// <exception cref="KvmException">A thread has failed: there is nothing to move.</exception>
    internal MigrationReport Run(IReadOnlyList<VcpuThread> threads, Action resume)
    {
        CopyAll();
        double throttle = 0;
        bool isConverged = false;
        while (!isConverged && _rounds.Count < options.MaxRounds)
        {
            long start = Stopwatch.GetTimestamp();
            log.Run(options.Round * (1 - throttle));
            if (throttle > 0)
                KeepOut(threads, options.Round * throttle);
            long pages = Copy(log.Collect());
            Add(start, pages, throttle);
            isConverged = pages <= options.StopPages;
            throttle = Math.Min(throttle + ThrottleStep, MaxThrottle);
        }

        return new MigrationReport(_rounds, isConverged, StopAndCopy(threads, resume, throttle));
    }

    private void CopyAll()
    {
        long start = Stopwatch.GetTimestamp();
        for (long page = 0; page < source.Memory.Pages; page++)
            source.Memory.Page(page).CopyTo(target.Memory.Page(page));
        source.CopyCodeTo(target);
        Add(start, source.Memory.Pages, 0);
    }

    private TimeSpan StopAndCopy(IReadOnlyList<VcpuThread> threads, Action resume, double throttle)
    {
        long start = Stopwatch.GetTimestamp();
        Stop(threads);
        // No vCPU is in the guest: the rings have all that it wrote.
        long pages = Copy(log.Collect());
        foreach ((VcpuThread thread, KvmVcpu vcpu) in threads.Zip(target.Machine.Vcpus))
            new KvmVcpuState(thread.Vcpu).Restore(vcpu);
        resume();
        TimeSpan downtime = Stopwatch.GetElapsedTime(start);
        Add(start, pages, 1);
        return downtime;
    }

    private static void KeepOut(IReadOnlyList<VcpuThread> threads, TimeSpan time)
    {
        Stop(threads);
        Thread.Sleep(time);
        foreach (VcpuThread thread in threads)
            thread.Resume();
    }

    private static void Stop(IReadOnlyList<VcpuThread> threads)
    {
        foreach (VcpuThread thread in threads)
            thread.Stop(s_longest);
    }

    private long Copy(Span<ulong> dirty)
    {
        long pages = 0;
        for (int i = 0; i < dirty.Length; i++)
        {
            for (ulong word = dirty[i]; word != 0; word &= word - 1, pages++)
            {
                long page = ((long)i * 64) + BitOperations.TrailingZeroCount(word);
                source.Memory.Page(page).CopyTo(target.Memory.Page(page));
            }
        }

        return pages;
    }

    private void Add(long start, long pages, double throttle)
    {
        long exits = log.SoftFullExits;
        _rounds.Add(new Round(_rounds.Count, Stopwatch.GetElapsedTime(start), pages, throttle, exits - _exitsBefore));
        _exitsBefore = exits;
    }
}
