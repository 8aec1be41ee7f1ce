using System.Collections.Generic;
using System.Linq;
using RingCore.Tracking;
using Fp = RingCore.ModelChecker.ModelFencePoints;

namespace RingCore.ModelChecker.Tests.Tracking;

/// <summary>Rule 1, mark after the write, and rule 2, a round is retired by its commit.</summary>
internal static unsafe class RoundCases
{
    internal static IReadOnlyList<TrackingCase> All { get; } =
    [
        new("MarkBitmap.cs", "a writer writes a page twice, a round meanwhile", name => Make(name, 1, [[0, 0]], rounds: 1)),
        new("MarkBitmap.cs", "a writer writes two pages, a round meanwhile", name => Make(name, 2, [[0, 1]], rounds: 1)),
        new("MarkBitmap.cs", "two writers write one page, a round meanwhile", name => Make(name, 1, [[0], [0]], rounds: 1)),
        new("WriterWords.cs", "a writer closes after its last page", Closing),
        new("MarkBitmap.cs", "a round is returned", name => Make(name, 2, [[0, 1]], rounds: 0, returns: true)),
        new("MarkBitmap.cs", "a round is returned and comes again", name => Make(name, 1, [[0]], rounds: 1, returns: true)),
        new("MarkBitmap.cs", "two writers write two pages, a round meanwhile", name => Make(name, 2, [[0], [1]], rounds: 1)),
        new("MarkBitmap.cs", "a writer writes a page twice, two rounds", name => Make(name, 1, [[0, 0]], rounds: 2)),
    ];

    /// <summary>
    /// A collector stops before its access of that number; a successor that knows of its end starts from the words that it left. Private
    /// cursors are gone: of the rings it knows nothing, and takes the marks.
    /// </summary>
    /// <param name="stop">Number of the access, from 0.</param>
    /// <param name="isFull">Whether the page goes by the bitmap, where the marks are not needed.</param>
    internal static TrackingProgram Successor(int stop, bool isFull)
    {
        TrackingProgram program = new($"a collector stops before access {stop}, the page in the {(isFull ? "bitmap" : "ring")}", 1, 1, 2);
        uint* dead = program.Model.Word("dead");
        program.Model.PreparedThread("writer", () =>
        {
            ModelWriter writer = new(program, 0) { IsFull = isFull };
            return () => writer.Write(0, 1);
        });
        program.Model.PreparedThread("collector", () =>
        {
            ModelCollector<StoppingFencePoints> collector = new(program, program.BegunSets<StoppingFencePoints>());
            return () =>
            {
                StoppingFencePoints.Run(stop, () =>
                {
                    collector.Collect();
                    collector.Sets.Rearm();
                });
                Fp.StoreRelease(dead, 1);
            };
        });
        program.Model.Thread("successor", () =>
        {
            Model.Attempt();
            Model.Assume(Fp.LoadAcquire(dead) == 1);
            ModelCollector<Fp> successor = new(program, new RoundSets<Fp>(program.Memory));
            _ = successor.Sets.AdmitOverflow();
            if (!isFull)
            {
                Model.Note("walk", 1);
                successor.Sets.AdmitMarked();
            }

            successor.Sets.Close();
            successor.Sets.Rearm();
            successor.Read();
            successor.Sets.Retire();
        });
        return program;
    }

    private static TrackingProgram Make(string name, int pages, int[][] writes, int rounds, bool returns = false)
    {
        TrackingProgram program = new(name, pages, writes.Length, entries: 2);
        for (int w = 0; w < writes.Length; w++)
            program.AddWriter(w, writes[w]);
        program.Model.PreparedThread("collector", () =>
        {
            ModelCollector<Fp> collector = new(program, program.BegunSets<Fp>());
            return () =>
            {
                if (returns)
                {
                    collector.Collect();
                    collector.Sets.Rearm();
                    collector.Sets.Return();
                }

                for (int i = 0; i < rounds; i++)
                    collector.Round();
            };
        });
        return program;
    }

    private static TrackingProgram Closing(string name)
    {
        TrackingProgram program = new(name, 1, 1, entries: 2);
        program.Model.PreparedThread("writer", () =>
        {
            ModelWriter writer = new(program, 0);
            return () =>
            {
                writer.Write(0, 1);
                writer.Close();
            };
        });
        program.Model.PreparedThread("collector", () =>
        {
            ModelCollector<Fp> collector = new(program, program.BegunSets<Fp>()) { LetsGo = true };
            return () => collector.Round();
        });
        program.Also = execution => execution.Values(1, "letGo0").Any() && TrackingProgram.HasEntry(execution, program.Ring(0), 0)
            ? "let go of a ring that has a page"
            : null;
        return program;
    }
}
