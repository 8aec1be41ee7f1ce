using System.Collections.Generic;

namespace RingCore.Benchmarks.Measuring;

/// <summary>One thing that is measured, subjects and peers interleaved in one run. Made cheaply; memory is taken by <see cref="Run"/>.</summary>
internal interface IScenario
{
    /// <summary>Its name and the processors that it needs.</summary>
    Requirement Requirement { get; }

    /// <summary>One sentence: what is measured and what the ratio divides.</summary>
    string Description { get; }

    /// <summary>Parties that could not take part in the last run; bounds that name them say so.</summary>
    IReadOnlyList<Absence> Absences => [];

    /// <summary>What the last run has to show besides its comparisons, over a ring's size or a density, for instance.</summary>
    IReadOnlyList<Chart> Charts => [];

    /// <summary>Measures. Sums are checked; a wrong one ends the run.</summary>
    /// <param name="options">Processors and time.</param>
    /// <returns>Every pair that a bound or a table asks for, in the regimes that occurred.</returns>
    /// <exception cref="System.InvalidOperationException">Something was lost or invented on the way; the message says what.</exception>
    IReadOnlyList<Comparison> Run(MeasuringOptions options);
}
