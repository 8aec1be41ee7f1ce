using System.Collections.Generic;
using System.Linq;
using Fp = RingCore.ModelChecker.ModelFencePoints;

namespace RingCore.ModelChecker.Tests.Tracking;

/// <summary>A page whose mark is set and which is not pushed: the round of whoever found it marked has it.</summary>
internal static unsafe class MarkCases
{
    internal static IReadOnlyList<TrackingCase> All { get; } =
    [
        new("MarksInProgress.cs", "a writer finds another's mark and collects", name => Told(name, isShared: false)),
        new("MarksInProgress.cs", "a thread without a writer finds another's mark and collects", name => Told(name, isShared: true)),
        new("MarksInProgress.cs", "two threads without writers mark", Counting),
        new("MarksInProgress.cs", "a writer finds another's mark, a third collects behind it", ToldAndJoined),
    ];

    private static TrackingProgram Told(string name, bool isShared)
    {
        TrackingProgram program = new(name, 1, 2, entries: 1);
        program.AddWriter(0, [0], isFull: isShared, isShared: isShared);
        program.Model.PreparedThread("writer and collector", () =>
        {
            ModelWriter writer = new(program, 1) { IsFull = isShared, IsShared = isShared };
            ModelCollector<Fp> collector = new(program, program.BegunSets<Fp>()) { IsShared = isShared };
            return () =>
            {
                writer.Write(0, 1);
                collector.Round();
            };
        });
        program.Also = execution => execution.Values(1, TrackingProgram.ReadName(0, 1)).Any() ? null : "a page that was marked is not in the round";
        return program;
    }

    // The collector knows that writer 1 has returned, and nothing of writer 0.
    private static TrackingProgram ToldAndJoined(string name)
    {
        TrackingProgram program = new(name, 1, 2, entries: 1);
        uint* returned = program.Model.Word("returned");
        program.AddWriter(0, [0]);
        program.Model.PreparedThread("writer1", () =>
        {
            ModelWriter writer = new(program, 1);
            return () =>
            {
                writer.Write(0, 1);
                Fp.StoreRelease(returned, 1);
            };
        });
        program.Model.PreparedThread("collector", () =>
        {
            ModelCollector<Fp> collector = new(program, program.BegunSets<Fp>());
            return () =>
            {
                Model.Attempt();
                Model.Assume(Fp.LoadAcquire(returned) == 1);
                collector.Round();
            };
        });
        program.Also = execution => execution.Values(2, TrackingProgram.ReadName(0, 1)).LastOrDefault() == 1
            ? null
            : "a page that was marked is not in the round";
        return program;
    }

    private static TrackingProgram Counting(string name)
    {
        TrackingProgram program = new(name, 2, 2, entries: 1);
        program.AddWriter(0, [0], isFull: true, isShared: true);
        program.AddWriter(1, [1], isFull: true, isShared: true);
        program.Also = execution => execution.Final(program.Memory.InProgress) == 0 ? null : "a mark is in progress for ever";
        return program;
    }
}
