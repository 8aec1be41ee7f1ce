using System.Collections.Immutable;
using RingCore.Layouts;

namespace RingCore;

/// <summary>What was found in the regions of a shared ring. A copy: nothing of it changes afterwards.</summary>
public sealed record RingReport
{
    /// <summary>Where it was read.</summary>
    public required string Source { get; init; }

    /// <summary>
    /// <see cref="SharedOpenStatus.Opened"/> for a ring in order; <see cref="SharedOpenStatus.Stale"/> for one that its producer's side has ended, whose entries
    /// are reported all the same; else why no entry could be.
    /// </summary>
    public required SharedOpenStatus Status { get; init; }

    /// <summary>The status as a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>The words of the told region, header included; null where it could not be mapped.</summary>
    public ToldWords? Told { get; init; }

    /// <summary>The words of the answered region; null where it could not be mapped, or is another ring's.</summary>
    public AnsweredWords? Answered { get; init; }

    /// <summary>The words of the private region; null where there is none to be had, or it is another ring's.</summary>
    public PrivateWords? Private { get; init; }

    /// <summary>What the producer of a flagged ring has noted in its private region.</summary>
    public RingJournal? Journal { get; init; }

    /// <summary>Runs of entries, from the resetter's index round to where it began. Empty where nothing can be said of them.</summary>
    public ImmutableArray<EntryRun> Entries { get; init; } = [];

    /// <summary>Entries behind the last run that were not looked at, because a look has a bound: <see cref="RingInspector.MaxEntriesLookedAt"/>.</summary>
    public int EntriesLeftOut { get; init; }

    /// <summary>Whether the resetter stood still during the look; else the entries are of different moments, and nothing is said of their order.</summary>
    public bool IsSteady { get; init; } = true;

    /// <summary>What is odd, one sentence each; empty for a ring in order.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>The number that both regions carry; empty where there is none.</summary>
    public System.Guid Id => Told is { } told ? SharedRingForm.Whole(told.Header.NonceLow, told.Header.NonceHigh) : default;

    /// <summary>Entries that were found in a condition.</summary>
    public int Count(EntryCondition condition)
    {
        int count = 0;
        foreach (EntryRun run in Entries)
            count += run.Condition == condition ? run.Count : 0;
        return count;
    }

    /// <summary>The report as text, in lines.</summary>
    public override string ToString() => RingReportText.Write(this);
}
