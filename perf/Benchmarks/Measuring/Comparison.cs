namespace RingCore.Benchmarks.Measuring;

/// <summary>Two parties measured round by round in one run.</summary>
/// <param name="Scenario">What was measured, the name of <see cref="IScenario.Requirement"/>.</param>
/// <param name="Subject">Ours, by the public type that it goes through, as in <c>FlaggedDirtyRing 1 &gt; 1</c>.</param>
/// <param name="Against">The other, as in <c>C avx512</c> or <c>rte_ring 256</c>.</param>
/// <param name="Regime">The distance of the processors.</param>
/// <param name="Ratio">How many times as fast as the other ours was: the other's time over ours, in the same round.</param>
/// <param name="SubjectFigure">Ours, its median: to judge the size of things, never to be compared between runs.</param>
/// <param name="AgainstFigure">The other's median.</param>
/// <param name="Unit">Of both figures, as in <c>ns/entry</c> or <c>M items/s</c>.</param>
/// <param name="Discarded">Rounds thrown away: a thread was descheduled or the distance changed.</param>
internal sealed record Comparison(
    string Scenario, string Subject, string Against, Regime Regime, Spread Ratio, double SubjectFigure, double AgainstFigure, string Unit, int Discarded);
