using System;
using System.Diagnostics;
using System.Linq;
using RingCore.Litmus.Catalog;

namespace RingCore.Litmus.Running;

/// <summary>Runs a litmus test for a time: start together, act on all instances, count, again.</summary>
internal static unsafe class LitmusRun
{
    /// <summary>Runs a test; one start at least.</summary>
    internal static LitmusResult Run(LitmusTest test, Crew crew, TimeSpan duration)
    {
        using Arena arena = new(test.Instances, test.Parties);
        bool over = false; // written by party 0 between two meetings, which order it for the others
        long begin = Stopwatch.GetTimestamp();
        crew.Run(test.Parties, (party, gate) =>
        {
            Random random = new(party);
            for (uint start = 0; ; start++)
            {
                if (party == 0)
                    over = start > 0 && Stopwatch.GetElapsedTime(begin) >= duration;
                gate.Meet(party);
                if (over)
                    return;
                Skew(arena.Registers(party), random.Next(test.MaxSkew));
                test.Act(party, arena);
                gate.Meet(party);
                arena.Count(party, start);
            }
        });
        long[] counts = [.. test.Outcomes.Select(outcome => arena.CountOf(outcome.Key, test.ObservedBits))];
        return new LitmusResult(test, counts, arena.Total() - counts.Sum());
    }

    /// <summary>Lets a random time pass: the parties leave the gate together, and a race needs now one and now the other ahead.</summary>
    private static void Skew(uint* own, int loads)
    {
        for (int i = 0; i < loads; i++)
            CoherentFencePoints.ReadOnce(own);
    }
}
