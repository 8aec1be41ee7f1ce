namespace RingCore.Benchmarks.Bounds;

/// <summary>A bound that is missed on a model of processor, and why.</summary>
/// <param name="Bound">The bound's name.</param>
/// <param name="Cpu">The processor, as <see cref="Platform.Machine.Name"/>.</param>
/// <param name="Ratio">The median when it was listed, as the bound states it.</param>
/// <param name="P10">A tenth of its rounds were below.</param>
/// <param name="P90">A tenth of its rounds were above.</param>
/// <param name="Cause">The mechanism.</param>
internal sealed record KnownMiss(string Bound, string Cpu, double Ratio, double P10, double P90, string Cause);
