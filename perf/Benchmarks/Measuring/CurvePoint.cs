using System.Text.Json.Serialization;

namespace RingCore.Benchmarks.Measuring;

/// <summary>A point of a curve.</summary>
/// <param name="X">Where.</param>
/// <param name="Y">What was measured there.</param>
[method: JsonConstructor]
internal readonly record struct CurvePoint(double X, Spread Y);
