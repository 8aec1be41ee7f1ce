using System.Collections.Generic;
using RingCore.Benchmarks.Measuring;

namespace RingCore.Benchmarks.Bounds;

/// <summary>A row of the bounds table.</summary>
/// <param name="Name">Its key in <c>known-misses.md</c>, lower case, no blanks.</param>
/// <param name="What">What is measured, as the table says it.</param>
/// <param name="Scenario">The scenario that measures it.</param>
/// <param name="Subjects">Ours, by public type; of several the best counts.</param>
/// <param name="Against">Peers; of several the best counts.</param>
/// <param name="Regime">At which distance.</param>
/// <param name="Limit">The bound.</param>
internal sealed record Bound(
    string Name, string What, string Scenario, IReadOnlyList<string> Subjects, IReadOnlyList<string> Against, Regime Regime, Limit Limit);
