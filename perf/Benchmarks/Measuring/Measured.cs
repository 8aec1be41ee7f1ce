using System.Collections.Generic;

namespace RingCore.Benchmarks.Measuring;

/// <summary>What a run over the scenarios found.</summary>
/// <param name="Comparisons">Of all scenarios.</param>
/// <param name="Charts">Of all scenarios.</param>
/// <param name="Absences">Parties that did not take part, and scenarios that did not run, by their name.</param>
internal sealed record Measured(IReadOnlyList<Comparison> Comparisons, IReadOnlyList<Chart> Charts, IReadOnlyList<Absence> Absences);
