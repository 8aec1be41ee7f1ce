using System;
using System.Collections.Generic;
using System.Linq;
using RingCore.ModelChecker.Tests.Rings;
using RingCore.ModelChecker.Tests.Shared;
using RingCore.ModelChecker.Tests.Tracking;
using RingCore.ModelChecker.Tests.Typed;
using RingCore.ModelChecker.Tests.Virtio;

namespace RingCore.ModelChecker.Tests.Mutants;

/// <summary>What became of the mutant of an ordered access.</summary>
/// <param name="Access">The access.</param>
/// <param name="KilledBy">The exploration that found it out; null where every case passes.</param>
internal sealed record Necessity(OrderedAccess Access, ExplorationResult? KilledBy)
{
    // The cases of guarded and packed rings come first where the access is theirs, and last where it is not.
    private static readonly Lazy<IReadOnlyList<Necessity>> s_rings = new(() => [.. OrderedAccess.All.Select(access => Try(
        access,
        RingCase.All.Where(c => !c.OrdersWide)
            .OrderBy(c => c.IsGuarded != access.File.StartsWith("GuardedRing", StringComparison.Ordinal))
            .ThenBy(c => c.Design == RingDesign.Packed != access.File.StartsWith("Packed", StringComparison.Ordinal)),
        c => c.Program(),
        program => program))]);

    private static readonly Lazy<IReadOnlyList<Necessity>> s_packed = new(() => [.. OrderedAccess.Packed.Select(access =>
        Try(access, RingCase.All.Where(c => c.Design == RingDesign.Packed), c => c.Program(), program => program))]);

    // Each mutant is tried first on the cases that are about its file.
    private static readonly Lazy<IReadOnlyList<Necessity>> s_tracker = new(() => [.. OrderedAccess.Tracking.Select(access =>
        Try(access, TrackingCase.All.OrderBy(c => c.About != access.File), c => c.Program(), program => program.Model))]);

    private static readonly Lazy<IReadOnlyList<Necessity>> s_shared =
        new(() => [.. OrderedAccess.Shared.Select(access => Try(access, SharedCase.All, c => c.Make(), program => program))]);

    private static readonly Lazy<IReadOnlyList<Necessity>> s_virtio =
        new(() => [.. OrderedAccess.Virtio.Select(access => Try(access, VirtqueueCase.All, c => c.Make(), program => program))]);

    // Each mutant is tried first on the cases that are about its ring.
    private static readonly Lazy<IReadOnlyList<Necessity>> s_typed = new(() => [.. OrderedAccess.Typed.Select(access =>
        Try(access, TypedCase.All.OrderBy(c => !access.File.StartsWith(c.About, StringComparison.Ordinal)), c => c.Program(), program => program))]);

    /// <summary>Of all ordered accesses of the rings, each tried on the cases in turn until one fails.</summary>
    public static IReadOnlyList<Necessity> OfRings => s_rings.Value;

    /// <summary>Of all that the packed ring makes, those that it shares with other rings too, each tried on the packed ring's cases alone.</summary>
    public static IReadOnlyList<Necessity> OfPacked => s_packed.Value;

    /// <summary>Of all ordered accesses across processes, likewise.</summary>
    public static IReadOnlyList<Necessity> OfShared => s_shared.Value;

    /// <summary>Of all ordered accesses of the tracker, likewise.</summary>
    public static IReadOnlyList<Necessity> OfTracker => s_tracker.Value;

    /// <summary>Of all ordered accesses of the typed rings, likewise.</summary>
    public static IReadOnlyList<Necessity> OfTyped => s_typed.Value;

    /// <summary>Of all ordered accesses of the virtqueue, likewise.</summary>
    public static IReadOnlyList<Necessity> OfVirtio => s_virtio.Value;

    /// <summary>The table's rows.</summary>
    public static IEnumerable<string> Table(IReadOnlyList<Necessity> all) =>
    [
        "| letter | access | in | without its order, in the case | executions until found |",
        "|---|---|---|---|---|",
        .. all.Select(n => n.Row),
    ];

    private string Row => KilledBy is { } by
        ? $"| {Access.Letter} | `{Access.Access}` | `{Access.File}` | {by.Failure!.Message}: {by.Program} | {by.Executions + by.Blocked} |"
        : $"| {Access.Letter} | `{Access.Access}` | `{Access.File}` | **survives** | |";

    /// <inheritdoc/>
    public override string ToString() => $"{Access}: {(KilledBy is null ? "SURVIVES" : $"{KilledBy}\n{KilledBy.Failure!.Table}replay: {KilledBy.Failure.Replay}\n")}";

    private static Necessity Try<TCase, TProgram>(
        OrderedAccess access, IEnumerable<TCase> cases, Func<TCase, TProgram> make, Func<TProgram, ModelProgram> model)
        where TProgram : IDisposable
    {
        foreach (TCase each in cases)
        {
            using TProgram program = make(each);
            ExplorationResult result = Explorer.Explore(model(program), new ExplorationOptions { Weakening = access.Mutant });
            if (result.Failure is not null)
                return new Necessity(access, result);
        }

        return new Necessity(access, null);
    }
}
