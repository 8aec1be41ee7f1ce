using System.Collections.Generic;
using System.Linq;

namespace RingCore.ModelChecker.Tests.Typed;

/// <summary>A bounded run of the ring of one producer whose consumer looks for stalls; its 32-bit indices wrap inside the run.</summary>
/// <param name="Capacity">Slots.</param>
/// <param name="Steps">
/// What the producer does, in order: P, pushes; C, claims one slot and commits; N, claims one and commits none; A, claims one and gives it back; D, claims one and is dead.
/// </param>
/// <param name="Tells">Whether the producer tells the consumer, by a word of its own, after each step, and after each claim within it.</param>
internal sealed record SpscStallCase(int Capacity, string Steps, bool Tells = false)
{
    /// <summary>The steps that claim.</summary>
    internal const string Claiming = "CNAD";

    /// <summary>Small ones first.</summary>
    internal static IReadOnlyList<TypedCase> All { get; } =
    [
        .. from each in new SpscStallCase[]
           {
               new(1, "D"), new(1, "C"), new(2, "AP"), new(2, "NP"), new(2, "PC"), new(2, "CC"), new(1, "CC"), new(1, "CD"), new(2, "AD"), new(2, "PACD"), new(1, "PAC"), new(2, "CPD"),
           }
           from tells in new[] { false, true }
           select (each with { Tells = tells }) into stallCase
           select new TypedCase("Spsc", stallCase.ToString(), name => SpscStallProgram.Make(name, stallCase)),
    ];

    /// <summary>Items that come.</summary>
    internal int Items => Steps.Count(step => step is 'P' or 'C');

    /// <summary>Whether the producer ends within a claim.</summary>
    internal bool Dies => Steps.EndsWith('D');

    /// <summary>Where the counters start.</summary>
    internal ulong FirstPosition => (1UL << 32) - (ulong)((Items + 1) / 2);

    /// <inheritdoc/>
    public override string ToString() =>
        $"SPSC ring, {Capacity} slots, looks for stalls, {Steps}{(Tells ? ", told" : "")}";

    /// <summary>The position that the producer is at when it begins a step.</summary>
    internal ulong PositionOf(int step) => FirstPosition + (ulong)Steps.Take(step).Count(before => before is 'P' or 'C');
}
