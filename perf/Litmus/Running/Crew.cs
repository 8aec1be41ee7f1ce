using System;
using System.Collections.Generic;
using System.Threading;
using RingCore.Benchmarks.Platform;

namespace RingCore.Litmus.Running;

/// <summary>Threads, each pinned to a processor of its own.</summary>
/// <param name="cpus">The processors.</param>
/// <param name="pinned">Whether the system can pin threads; elsewhere their number alone counts.</param>
internal sealed class Crew(IReadOnlyList<int> cpus, bool pinned)
{
    /// <summary>Most parties of a run.</summary>
    internal int Parties => cpus.Count;

    /// <summary>Runs the parties to their end.</summary>
    /// <param name="parties">How many, 1 to <see cref="Parties"/>.</param>
    /// <param name="work">What a party does, by its number.</param>
    /// <exception cref="RingViolationException">A party found one.</exception>
    /// <exception cref="InvalidOperationException">A party failed otherwise.</exception>
    internal void Run(int parties, Action<int, StartGate> work)
    {
        using StartGate gate = new(parties);
        Exception? failure = null;
        Thread[] threads = new Thread[parties];
        for (int i = 0; i < parties; i++)
        {
            int party = i;
            threads[i] = new Thread(() =>
            {
                try
                {
                    if (pinned)
                        CpuAffinity.Pin(cpus[party]);
                    gate.Meet(party);
                    work(party, gate);
                }
                catch (OperationCanceledException) when (gate.Abandoned.IsCancellationRequested)
                {
                    // Another party has failed, and says why.
                }
                catch (Exception caught)
                {
                    Interlocked.CompareExchange(ref failure, caught, null);
                    gate.Abandon();
                }
            });
            threads[i].Start();
        }

        foreach (Thread thread in threads)
            thread.Join();
        if (failure is RingViolationException violation)
            throw new RingViolationException(violation.Message);
        if (failure is not null)
            throw new InvalidOperationException(failure.Message, failure);
    }
}
