using System;
using System.Collections.Generic;
using System.Linq;
using RingCore.Benchmarks.Measuring;

namespace RingCore.Benchmarks.Bounds;

/// <summary>Holds a run against the bounds.</summary>
/// <param name="measured">The run.</param>
/// <param name="known">The misses that are listed for this processor.</param>
internal sealed class Judge(Measured measured, IReadOnlyList<KnownMiss> known)
{
    /// <summary>Rounds that a verdict about two threads takes. What one thread does has thousands, or is counted and not timed.</summary>
    internal const int LeastRounds = 10;

    /// <summary>What became of a bound.</summary>
    internal Judgement Of(Bound bound)
    {
        List<Comparison> pairs = measured.Comparisons
            .Where(c => c.Scenario == bound.Scenario && bound.Subjects.Contains(c.Subject) && bound.Against.Contains(c.Against))
            .ToList();
        // Of each of ours the ratio to the best peer, and of these the best.
        Comparison? best = pairs
            .Where(c => c.Regime == bound.Regime)
            .GroupBy(c => c.Subject)
            .Select(ours => ours.MinBy(c => c.Ratio.Median))
            .MaxBy(c => c!.Ratio.Median);
        if (best is not null)
            return OfMeasured(bound, best);
        return pairs.Count > 0
            ? new Judgement(bound, Verdict.NotSeen, null, "")
            : new Judgement(bound, Verdict.NotRun, null, WhyNot(bound));
    }

    private Judgement OfMeasured(Bound bound, Comparison best)
    {
        Spread stated = bound.Limit.Stated(best.Ratio);
        if (bound.Regime != Regime.Single && best.Ratio.Count < LeastRounds)
            return new Judgement(bound, Verdict.TooFewRounds, best, $"fewer than {LeastRounds} rounds, the machine has other work");
        bool holds = bound.Limit.Holds(stated);
        KnownMiss? miss = known.FirstOrDefault(miss => miss.Bound == bound.Name);
        if (miss is null)
            return new Judgement(bound, holds ? Verdict.Holds : Verdict.Missed, best, "");
        if (holds)
            return new Judgement(bound, Verdict.Holds, best, "listed as missed, and holds: see whether its row can go");
        return bound.Limit.IsWorse(stated, miss.P10, miss.P90)
            ? new Judgement(bound, Verdict.WorseThanKnown, best, FormattableString.Invariant($"listed with {miss.Ratio:0.00}"))
            : new Judgement(bound, Verdict.KnownMiss, best, miss.Cause);
    }

    private string WhyNot(Bound bound)
    {
        foreach (Absence absence in measured.Absences)
        {
            if (absence.Party == bound.Scenario || bound.Against.Any(IsOf) || bound.Subjects.Any(IsOf))
                return $"{absence.Party}: {absence.Reason}";

            // 'ck_ring' is absent in all its batches, as in 'ck_ring 1 > 1'.
            bool IsOf(string party) => party == absence.Party || party.StartsWith(absence.Party + " ", StringComparison.Ordinal);
        }

        return $"{bound.Scenario} measured no such pair";
    }
}
