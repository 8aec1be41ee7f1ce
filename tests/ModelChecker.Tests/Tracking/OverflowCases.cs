using System.Collections.Generic;
using RingCore.Tracking;
using Fp = RingCore.ModelChecker.ModelFencePoints;

namespace RingCore.ModelChecker.Tests.Tracking;

/// <summary>The bitmap behind the rings, and its hint.</summary>
internal static unsafe class OverflowCases
{
    internal static IReadOnlyList<TrackingCase> All { get; } =
    [
        new("OverflowBitmap.cs", "a ring is full, a round meanwhile", RingFull),
        new("OverflowBitmap.cs", "two threads add to one word", name => Adding(name, [0, 1], drains: 0)),
        new("OverflowBitmap.cs", "two threads add to two regions", name => Adding(name, [0, 64], drains: 0)),
        new("OverflowBitmap.cs", "two threads add to one word, a drain meanwhile", name => Adding(name, [0, 1], drains: 1)),
        new("OverflowBitmap.cs", "a thread adds, two drains meanwhile", name => Adding(name, [0], drains: 2)),
    ];

    private static TrackingProgram RingFull(string name)
    {
        TrackingProgram program = new(name, 2, 1, entries: 1);
        program.AddWriter(0, [0, 1]);
        program.Model.PreparedThread("collector", () =>
        {
            ModelCollector<Fp> collector = new(program, program.BegunSets<Fp>());
            return () => collector.Round();
        });
        return program;
    }

    private static TrackingProgram Adding(string name, int[] added, int drains)
    {
        TrackingProgram program = new(name, 65, 0, entries: 1);
        TrackerMemory memory = program.Memory;
        OverflowBitmap<Fp> overflow = new(memory.Hint, memory.Overflow, memory.Pages);
        foreach (int page in added)
            program.Model.Thread($"adds {page}", () => overflow.Add(page >> 6, 1UL << (page & 63)));
        if (drains > 0)
        {
            program.Model.PreparedThread("collector", () =>
            {
                RoundSets<Fp> sets = program.BegunSets<Fp>();
                return () =>
                {
                    for (int i = 0; i < drains; i++)
                        _ = sets.AdmitOverflow();
                };
            });
        }

        program.Model.Check = execution =>
        {
            foreach (int page in added)
            {
                if (!program.IsPending(execution, page))
                    return $"page {page} is lost";
            }

            return null;
        };
        return program;
    }
}
