using System;
using System.Diagnostics;
using System.Threading;
using RingCore.Hostile.Oracle;

namespace RingCore.Hostile.Stepped;

/// <summary>Seed after seed of <see cref="SteppedProgramme"/>.</summary>
internal static class SteppedRun
{
    /// <summary>Runs until the time is over or the programmes are, or until the first failure.</summary>
    /// <param name="mode">Which ring.</param>
    /// <param name="firstSeed">The first programme's seed; each further one has the next.</param>
    /// <param name="programmes">Most programmes.</param>
    /// <param name="limit">Most time.</param>
    /// <param name="tally">Receives the counts.</param>
    /// <param name="stop">Ends the run early.</param>
    /// <returns>What failed, with what replays it; null where nothing did.</returns>
    internal static string? Run(RingMode mode, ulong firstSeed, long programmes, TimeSpan limit, FuzzTally tally, CancellationToken stop = default)
    {
        long start = Stopwatch.GetTimestamp();
        for (long i = 0; i < programmes && !stop.IsCancellationRequested && Stopwatch.GetElapsedTime(start) < limit; i++)
        {
            ulong seed = firstSeed + (ulong)i;
            SteppedProgramme programme = new(mode, seed);
            tally.Programmes++;
            try
            {
                int lost = programme.Run(tally);
                if (lost == 0)
                    continue;
                tally.PagesLost += lost;
                return Describe(mode, seed, programme.Step, $"{lost} pages lost");
            }
            catch (OutsideAccessException found)
            {
                tally.OutsideAccesses++;
                return Describe(mode, seed, programme.Step, found.Message);
            }
            catch (OracleException found)
            {
                tally.BrokenPromises++;
                return Describe(mode, seed, programme.Step, found.Message);
            }
        }

        return null;
    }

    private static string Describe(RingMode mode, ulong seed, int step, string what) => FormattableString.Invariant(
        $"FAILED: {mode}, seed {seed}, step {step}: {what} Replay: fuzz --replay 1 --mode {mode.ToString().ToLowerInvariant()} --seed {seed}");
}
