using System;
using System.Collections.Generic;
using System.Linq;
using RingCore.ModelChecker.Tests.Rings;

namespace RingCore.ModelChecker.Tests.Mutants;

/// <summary>What became of the mutant of an ordered access.</summary>
/// <param name="Access">The access.</param>
/// <param name="KilledBy">The exploration that found it out; null where every case passes.</param>
internal sealed record Necessity(OrderedAccess Access, ExplorationResult? KilledBy)
{
    private static readonly Lazy<IReadOnlyList<Necessity>> s_all = new(() => [.. OrderedAccess.All.Select(Try)]);

    /// <summary>Of all ordered accesses, each tried on the cases in turn until one fails.</summary>
    public static IReadOnlyList<Necessity> All => s_all.Value;

    /// <summary>The table of the documentation.</summary>
    public static string Table => string.Join('\n', (string[])
    [
        "| letter | access | in | without its order, in the case | executions until found |",
        "|---|---|---|---|---|",
        .. All.Select(n => n.Row),
    ]);

    private string Row => KilledBy is { } by
        ? $"| {Access.Letter} | `{Access.Access}` | `{Access.File}` | {by.Failure!.Message}: {by.Program} | {by.Executions + by.Blocked} |"
        : $"| {Access.Letter} | `{Access.Access}` | `{Access.File}` | **survives** | |";

    /// <inheritdoc/>
    public override string ToString() => $"{Access}: {(KilledBy is null ? "SURVIVES" : $"{KilledBy}\n{KilledBy.Failure!.Table}replay: {KilledBy.Failure.Replay}\n")}";

    private static Necessity Try(OrderedAccess access)
    {
        foreach (RingCase ringCase in RingCase.All)
        {
            using ModelProgram program = RingProgram.Make(ringCase);
            ExplorationResult result = Explorer.Explore(program, new ExplorationOptions { Weakening = access.Mutant });
            if (result.Failure is not null)
                return new Necessity(access, result);
        }

        return new Necessity(access, null);
    }
}
