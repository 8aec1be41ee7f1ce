using System.Numerics;

namespace RingCore.Benchmarks;

/// <summary>The cheapest sink that still sees every page: counts them.</summary>
internal struct CountingSink : IResetSink
{
    /// <summary>Pages reset so far.</summary>
    internal long Pages { get; private set; }

    /// <inheritdoc/>
    public void ResetPages(uint slot, ulong offset, ulong mask) => Pages += BitOperations.PopCount(mask);
}
