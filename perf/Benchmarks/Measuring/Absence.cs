using System.Text.Json.Serialization;

namespace RingCore.Benchmarks.Measuring;

/// <summary>A party that cannot take part on this machine.</summary>
/// <param name="Party">Its name, as bounds use it.</param>
/// <param name="Reason">One sentence without the name, as in <c>libck-dev is not installed</c>.</param>
[method: JsonConstructor]
internal readonly record struct Absence(string Party, string Reason);
