using System.Collections.Generic;

namespace RingCore.Benchmarks.Measuring;

/// <summary>Curves over one x axis, for the report: it makes a table and a picture of them.</summary>
/// <param name="Name">Its file's name without an ending, in lower case, as in <c>ring-size</c>.</param>
/// <param name="Title">One line above it.</param>
/// <param name="XAxis">What x is, with its unit, as in <c>entries of the ring</c>.</param>
/// <param name="YAxis">What y is, as in <c>time of the neighbour, against none harvesting</c>: a ratio wherever two things are compared.</param>
/// <param name="IsXLogarithmic">Whether x is drawn by its logarithm.</param>
/// <param name="IsYLogarithmic">Whether y is drawn by its logarithm.</param>
/// <param name="Curves">1 or more.</param>
internal sealed record Chart(
    string Name, string Title, string XAxis, string YAxis, bool IsXLogarithmic, bool IsYLogarithmic, IReadOnlyList<Curve> Curves);
