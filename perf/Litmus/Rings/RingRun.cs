using System;
using System.Diagnostics;
using RingCore.Litmus.Running;

namespace RingCore.Litmus.Rings;

/// <summary>Runs a ring's rounds for a time, each with a new ring; one at least.</summary>
internal static class RingRun
{
    private const int MaxThreads = 3;

    /// <summary>
    /// Rounds that yield and rounds that sleep take turns (the sleep is a store-load race of its own), and so do rounds with a ring that is
    /// nearly empty and nearly full.
    /// </summary>
    internal static RingResult Run(RingDesign design, Crew crew, TimeSpan duration)
    {
        int threads = Math.Min(crew.Parties, MaxThreads);
        long pages = 0;
        int rounds = 0;
        string? violation = null;
        for (long begin = Stopwatch.GetTimestamp(); violation is null && (rounds == 0 || Stopwatch.GetElapsedTime(begin) < duration); rounds++)
        {
            using Round round = new(design, threads, rounds % 4 < 2 ? WaitStrategy.Yield : WaitStrategy.Block, hesitates: rounds % 2 == 0);
            try
            {
                crew.Run(threads, (party, gate) => round.Play(party, gate.Abandoned));
                round.CheckSums();
            }
            catch (RingViolationException found)
            {
                violation = found.Message;
            }

            pages += round.Pages;
        }

        return new RingResult(design, Round.Describe(design, threads), pages, rounds, violation);
    }
}
