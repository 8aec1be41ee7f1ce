using System;
using System.Diagnostics;
using System.Threading;
using RingCore.Hostile.Platform;

namespace RingCore.Hostile.Crash;

/// <summary>
/// What supervisor and children tell each other, in memory that is no part of what is tested and that outlives each child: phases, plans of death,
/// clocks, counts, and which pages were ever written.
/// </summary>
internal sealed unsafe class CrashBoard(SharedRegion region)
{
    /// <summary>Bytes of a board.</summary>
    internal const int Bytes = PagesOffset + MaxPages;

    /// <summary>Most pages of an image.</summary>
    internal const int MaxPages = 4096;

    private const int PagesOffset = 4096;
    private const int WordsPerParty = 16;
    private const int CommonWords = 32;

    private const int PhaseWord = 0;
    private const int PlanWord = 1;
    private const int DeathWord = 2;
    private const int NoticedWord = 3;
    private const int AttachmentsWord = 4;
    private const int LongestWord = 5;

    /// <summary>The region.</summary>
    internal SharedRegion Region => region;

    /// <summary>Raised by the supervisor: the producer's side is to stop writing and to bring everything to the log.</summary>
    internal long QuietWanted { get => Read(CommonWords); set => Write(CommonWords, value); }

    /// <summary>The last wish for quiet that has been met.</summary>
    internal long QuietMet { get => Read(CommonWords + 1); set => Write(CommonWords + 1, value); }

    /// <summary>The last wish for quiet after which the supervisor has looked: writing goes on.</summary>
    internal long QuietEnded { get => Read(CommonWords + 10); set => Write(CommonWords + 10, value); }

    /// <summary>Whether a record was lost and not everything has been brought to the log since: every page may come then.</summary>
    internal bool EverythingMayCome { get => Read(CommonWords + 11) != 0; set => Write(CommonWords + 11, value ? 1 : 0); }

    /// <summary>Writes of pages.</summary>
    internal long PagesWritten { get => Read(CommonWords + 2); set => Write(CommonWords + 2, value); }

    /// <summary>Rounds that the producer's side has seen committed.</summary>
    internal long RoundsCommitted { get => Read(CommonWords + 3); set => Write(CommonWords + 3, value); }

    /// <summary>Rounds that came to nothing: no collector, too late, or gone.</summary>
    internal long RoundsVoid { get => Read(CommonWords + 4); set => Write(CommonWords + 4, value); }

    /// <summary>Pages that a collector was told of and that nobody had written.</summary>
    internal long PagesInvented { get => Read(CommonWords + 5); set => Write(CommonWords + 5, value); }

    /// <summary>Copies that were found to be late, and thrown away.</summary>
    internal long LateCopies { get => Read(CommonWords + 6); set => Write(CommonWords + 6, value); }

    /// <summary>Pages that count as written because a record was gone.</summary>
    internal long PagesDeclaredDirty { get => Read(CommonWords + 7); set => Write(CommonWords + 7, value); }

    /// <summary>Logs that a collector found committed and not applied, and applied.</summary>
    internal long LogsRedone { get => Read(CommonWords + 8); set => Write(CommonWords + 8, value); }

    /// <summary>Pages that were copied into a log.</summary>
    internal long PagesLogged { get => Read(CommonWords + 9); set => Write(CommonWords + 9, value); }

    /// <summary>Pages of a copy that was said to be the round's, and that were written after the round.</summary>
    internal long PagesTooNew { get => Read(CommonWords + 12); set => Write(CommonWords + 12, value); }

    internal CrashPhase PhaseOf(Party party) => (CrashPhase)Read(party, PhaseWord);

    /// <summary>When a party was killed, or will be at the latest.</summary>
    internal long DeathOf(Party party) => Read(party, DeathWord);

    /// <summary>When a party noticed the other's end last.</summary>
    internal long NoticedBy(Party party) => Read(party, NoticedWord);

    /// <summary>How often a party has come to work with another.</summary>
    internal long AttachmentsOf(Party party) => Read(party, AttachmentsWord);

    /// <summary>The longest call of a party into what is tested.</summary>
    internal TimeSpan LongestOf(Party party) => Stopwatch.GetElapsedTime(0, Read(party, LongestWord));

    /// <summary>Tells a party when to die; or, by default, not to.</summary>
    internal void SetPlan(Party party, DeathPlan plan) => Write(party, PlanWord, plan.Packed);

    /// <summary>Takes a party's plan back.</summary>
    /// <returns>False where there is none to take back: the party carries it out, or there was none.</returns>
    internal bool CancelPlan(Party party) => Interlocked.Exchange(ref Word(party, PlanWord), 0) != 0;

    /// <summary>Notes that a party is killed now, by the supervisor.</summary>
    internal void NoteDeath(Party party) => Write(party, DeathWord, Stopwatch.GetTimestamp());

    /// <summary>Notes that a party has seen that the other is gone.</summary>
    internal void NoteGone(Party party) => Write(party, NoticedWord, Stopwatch.GetTimestamp());

    /// <summary>Notes that a party has come to work with another.</summary>
    internal void NoteAttached(Party party) => Write(party, AttachmentsWord, Read(party, AttachmentsWord) + 1);

    /// <summary>Notes how long a call lasted.</summary>
    internal void NoteCall(Party party, long begun)
    {
        long lasted = Stopwatch.GetTimestamp() - begun;
        if (lasted > Read(party, LongestWord))
            Write(party, LongestWord, lasted);
    }

    /// <summary>A party goes on to a phase; and dies in it where that is its plan.</summary>
    internal void Step(Party party, CrashPhase phase)
    {
        Write(party, PhaseWord, (long)phase);
        DeathPlan plan = new(Read(party, PlanWord));
        if (plan.Phase != phase || phase == CrashPhase.None)
            return;
        // The supervisor may take the plan back meanwhile: one of the two has it.
        DeathPlan next = plan.Times > 1 ? plan with { Times = plan.Times - 1 } : default;
        if (Interlocked.CompareExchange(ref Word(party, PlanWord), next.Packed, plan.Packed) != plan.Packed || next != default)
            return;
        Write(party, DeathWord, Stopwatch.GetTimestamp() + (plan.DelayNanoseconds * Stopwatch.Frequency / 1_000_000_000));
        OwnDeath.Come(plan.DelayNanoseconds);
    }

    /// <summary>Notes that a page is about to be announced and written.</summary>
    internal void NoteWritten(int page) => Volatile.Write(ref region.Start[PagesOffset + page], 1);

    /// <summary>Whether a page was ever written.</summary>
    internal bool WasWritten(long page) => Volatile.Read(ref region.Start[PagesOffset + page]) != 0;

    private ref long Word(Party party, int word) => ref ((long*)region.Start)[((int)party * WordsPerParty) + word];

    private long Read(Party party, int word) => Read(((int)party * WordsPerParty) + word);

    private void Write(Party party, int word, long value) => Write(((int)party * WordsPerParty) + word, value);

    private long Read(int word) => Volatile.Read(ref ((long*)region.Start)[word]);

    private void Write(int word, long value) => Volatile.Write(ref ((long*)region.Start)[word], value);
}
