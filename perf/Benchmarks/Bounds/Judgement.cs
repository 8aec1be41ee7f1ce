using RingCore.Benchmarks.Measuring;

namespace RingCore.Benchmarks.Bounds;

/// <summary>A bound after a run.</summary>
/// <param name="Bound">The bound.</param>
/// <param name="Verdict">What became of it.</param>
/// <param name="Comparison">The best of ours against the best peer; null where nothing was measured.</param>
/// <param name="Note">One sentence where there is more to say, else empty.</param>
internal sealed record Judgement(Bound Bound, Verdict Verdict, Comparison? Comparison, string Note)
{
    /// <summary>The ratio as the bound states it; null where nothing was measured.</summary>
    internal Spread? Stated => Comparison is null ? null : Bound.Limit.Stated(Comparison.Ratio);

    /// <summary>Whether it ends <c>verify</c> with exit code 1.</summary>
    internal bool Fails => Verdict is Verdict.Missed or Verdict.WorseThanKnown;
}
