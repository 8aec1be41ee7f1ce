using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace RingCore.Benchmarks.Measuring;

/// <summary>The middle of a set of figures and how far they lie apart.</summary>
/// <param name="Count">How many figures.</param>
/// <param name="P10">A tenth of them are below.</param>
/// <param name="Median">Half of them are below.</param>
/// <param name="P90">A tenth of them are above.</param>
[method: JsonConstructor]
internal readonly record struct Spread(int Count, double P10, double Median, double P90)
{
    /// <summary>Sorts the figures and takes the nearest ranks.</summary>
    /// <param name="figures">1 or more.</param>
    internal static Spread Of(List<double> figures)
    {
        figures.Sort();
        return new(figures.Count, Rank(0.1), Rank(0.5), Rank(0.9));

        double Rank(double share) => figures[(int)Math.Round(share * (figures.Count - 1))];
    }
}
