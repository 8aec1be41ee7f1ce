namespace RingCore.Benchmarks.Measuring;

/// <summary>Something to measure, and what it needs.</summary>
/// <param name="Name">What the output calls it.</param>
/// <param name="Cores">Processors that it keeps busy at once, each with a thread pinned to it.</param>
internal readonly record struct Requirement(string Name, int Cores)
{
    /// <summary>One sentence without the name where the processors do not suffice, else null.</summary>
    internal string? NotRun(int processors) => processors < Cores ? $"needs {Cores} cores" : null;
}
