using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace RingCore;

/// <summary>Says what is wrong with the order of a flagged ring's runs: from the resetter's index on, harvested ones, then published, then free.</summary>
internal static class RunOrder
{
    /// <summary>Judges by the order alone.</summary>
    internal static void Judge(ImmutableArray<EntryRun> runs, List<string> remarks)
    {
        int start = FreedAhead(runs);
        if (start > 0)
        {
            remarks.Add(
                $"Entries {Places(runs, start)} are free, and the reset index has not passed them: a reset is under way, or its process died in it, or somebody "
                + "wrote into free entries behind them.");
        }

        bool isPublished = false, isFree = false, saidGap = false, saidFree = false;
        foreach (EntryRun run in runs.AsSpan()[start..])
        {
            if (run.Condition == EntryCondition.Unknown)
                continue;
            if (run.Condition == EntryCondition.Free)
            {
                isFree = true;
            }
            else if (isFree && !saidFree)
            {
                saidFree = true;
                remarks.Add($"Entries {run} behind free ones: no producer publishes so.");
            }
            else if (run.Condition == EntryCondition.Harvested && isPublished && !isFree && !saidGap)
            {
                saidGap = true;
                remarks.Add($"Entries {run} behind published ones: the collector has left some out.");
            }

            isPublished |= run.Condition == EntryCondition.Published;
        }
    }

    /// <summary>Judges by what the producer has noted.</summary>
    /// <param name="runs">The runs, from the resetter's index on.</param>
    /// <param name="entries">Entries of the ring.</param>
    /// <param name="reset">The resetter's index.</param>
    /// <param name="begun">Position after the last push that has begun.</param>
    /// <param name="published">Position after the last that is published.</param>
    /// <param name="remarks">Takes what is odd.</param>
    internal static void JudgeByJournal(
        ImmutableArray<EntryRun> runs, uint entries, uint reset, ulong begun, ulong published, List<string> remarks)
    {
        // Entries of a push that is under way may be reset before it is noted as published.
        int ahead = (int)((uint)published - reset);
        (uint inUse, uint mayBe) = ((uint)Math.Max(ahead, 0), (uint)begun - reset);
        if (begun < published || ahead > (int)entries || ahead < -(int)entries || mayBe > entries)
        {
            remarks.Add($"Positions out of order: pushes begun {begun}, published {published}, entries reset {reset}, in a ring of {entries}.");
            return;
        }

        if (begun != published)
            remarks.Add($"Pushes begun and not finished: {begun - published}. They are under way, or their producer died in them.");
        if (inUse > 0 && runs.All(run => run.Condition == EntryCondition.Free))
        {
            remarks.Add($"{inUse} published entries are free, and the reset index has not passed them: a reset is under way, or its process died in it.");
            return;
        }

        int start = FreedAhead(runs);
        bool saidFree = false, saidBeyond = false;
        uint at = 0;
        for (int i = 0; i < runs.Length; i++)
        {
            EntryRun run = runs[i];
            uint end = at + (uint)run.Count;
            if (run.Condition == EntryCondition.Free && i >= start && at < inUse && !saidFree)
            {
                saidFree = true;
                remarks.Add($"{Math.Min(end, inUse) - at} entries from {run.First} on are free, though published and not reset.");
            }

            if (run.Condition != EntryCondition.Free && end > mayBe && !saidBeyond)
            {
                saidBeyond = true;
                remarks.Add($"Entries {run}, and the producer has begun only {mayBe} from the reset index on: somebody else has written there.");
            }

            at = end;
        }
    }

    /// <summary>Free runs at the oldest end that others follow; 0 for a ring in order, and for an empty one.</summary>
    private static int FreedAhead(ImmutableArray<EntryRun> runs)
    {
        int free = 0;
        while (free < runs.Length && runs[free].Condition == EntryCondition.Free)
            free++;
        return free < runs.Length ? free : 0;
    }

    private static string Places(ImmutableArray<EntryRun> runs, int count) =>
        count == 1 ? runs[0].Places : $"{runs[0].Places} and {runs[1].Places}";
}
