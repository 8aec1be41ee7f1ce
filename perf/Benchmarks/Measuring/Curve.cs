using System.Collections.Generic;

namespace RingCore.Benchmarks.Measuring;

/// <summary>One line of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">By rising x.</param>
internal sealed record Curve(string Name, IReadOnlyList<CurvePoint> Points);
