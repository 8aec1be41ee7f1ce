namespace RingCore.Benchmarks.Measuring;

/// <summary>Who is compared with whom, by their names.</summary>
/// <param name="Subject">Ours.</param>
/// <param name="Against">What ours is divided by.</param>
internal readonly record struct Pair(string Subject, string Against);
