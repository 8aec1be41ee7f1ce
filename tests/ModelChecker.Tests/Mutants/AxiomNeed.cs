using System;
using System.Collections.Generic;
using System.Linq;
using RingCore.ModelChecker.Tests.Rings;

namespace RingCore.ModelChecker.Tests.Mutants;

/// <summary>What becomes of a ring that may order wide accesses when the memory has less than both x64 axioms.</summary>
/// <param name="Design">The ring.</param>
/// <param name="Memory">The memory.</param>
/// <param name="FoundBy">The exploration that fails; null where every case passes.</param>
internal sealed record AxiomNeed(RingDesign Design, MemoryModel Memory, ExplorationResult? FoundBy)
{
    private static readonly Lazy<IReadOnlyList<AxiomNeed>> s_all = new(() =>
    [
        .. from design in RingCase.All.Where(c => c.OrdersWide).Select(c => c.Design).Distinct()
           from memory in new[] { MemoryModel.DotNet, MemoryModel.X64WithUnorderedWide, MemoryModel.X64WithTornWide }
           select Try(design, memory),
    ]);

    /// <summary>Of every ring that has such a form, under every memory that lacks an axiom.</summary>
    public static IReadOnlyList<AxiomNeed> All => s_all.Value;

    /// <summary>The table's rows.</summary>
    public static IEnumerable<string> Table =>
    [
        "| ring | memory | fails, in the case | executions until found |",
        "|---|---|---|---|",
        .. All.Select(need => need.FoundBy is { } by
            ? $"| {need.Design} | {Name(need.Memory)} | {by.Failure!.Message}: {by.Program} | {by.Executions + by.Blocked} |"
            : $"| {need.Design} | {Name(need.Memory)} | no case: this ring does not lean on it | |"),
    ];

    /// <inheritdoc/>
    public override string ToString() => $"{Design} under {Memory}: {(FoundBy is null ? "right" : $"{FoundBy}\n{FoundBy.Failure!.Table}replay: {FoundBy.Failure.Replay}\n")}";

    private static string Name(MemoryModel memory) => memory switch
    {
        MemoryModel.X64WithUnorderedWide => "x64 without axiom 1, order",
        MemoryModel.X64WithTornWide => "x64 without axiom 2, atomic parts",
        _ => ".NET",
    };

    private static AxiomNeed Try(RingDesign design, MemoryModel memory)
    {
        foreach (RingCase each in RingCase.All.Where(c => c.OrdersWide && c.Design == design))
        {
            using ModelProgram program = each.Program();
            ExplorationResult result = Explorer.Explore(program, new ExplorationOptions { Model = memory });
            if (result.Failure is not null)
                return new AxiomNeed(design, memory, result);
        }

        return new AxiomNeed(design, memory, null);
    }
}
