using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using RingCore.Layouts;
using Fence = RingCore.SharedFencePoints;

namespace RingCore;

/*
 * A look at the entries of a ring that may be moving: backwards, from the newest position to the oldest.
 *
 *   LoadAcquire(reset), LoadAcquire(journal published)
 *   LoadAcquire(state) of each entry, the newest position first
 *   LoadAcquire(journal begun), LoadAcquire(reset) again
 *
 *   Until it is reset an entry goes from free to published to harvested and never back, and entries get there in the order of their positions. So whoever
 *   reads a later position first finds the earlier one at least as far: a ring in order looks in order, although nobody stops for the look. That
 *   fails only where the resetter moved on meanwhile, and an entry was taken for the lap before; then the look is done again.
 *   Entries before the published position were published when it was read, (J3); what was in use then is before the begun one that is read after, (J1).
 *   A resetter writes its 00 before its index: a reset that is under way, and one whose process died in it, leave free entries at the oldest end.
 */

/// <summary>Tells the condition of a flagged ring's entries, and what no faithful party leaves behind.</summary>
internal static unsafe class FlaggedLook
{
    private const int Looks = 4;

    /// <summary>Looks at entries that lie wholly within their region.</summary>
    internal static RingReport At(RingReport report, ToldWords* told, KvmDirtyGfn* entries, RingGeometry geometry, RingJournal* journal)
    {
        RingReport last = report;
        for (int look = 0; look < Looks; look++)
        {
            last = LookOnce(report, told, entries, geometry, journal);
            if (last.IsSteady && last.Remarks.Length == report.Remarks.Length)
                break; // what is odd is looked at again: it may be on its way
        }

        return last;
    }

    private static RingReport LookOnce(RingReport report, ToldWords* told, KvmDirtyGfn* entries, RingGeometry geometry, RingJournal* journal)
    {
        uint reset = Fence.LoadAcquire(&told->Reset); // pairs with (R2), Resetter
        ulong published = journal == null ? 0 : Fence.LoadAcquire(&journal->Published); // pairs with (J3), Producer
        uint count = (uint)Math.Min(geometry.Entries, RingInspector.MaxEntriesLookedAt);
        EntryRunList list = new();
        List<string> remarks = [];
        (uint unknown, uint firstUnknown, uint firstState) = (0, 0, 0);
        for (uint at = count; at != 0; at--)
        {
            uint place = (reset + at - 1) & geometry.Mask;
            uint state = Fence.LoadAcquire(&(entries + place)->Flags); // pairs with (P1), Producer, and (H2), Collector
            EntryCondition condition = EntryLook.Of(state);
            list.Prepend((int)place, 1, condition);
            if (condition == EntryCondition.Unknown)
                (unknown, firstUnknown, firstState) = (unknown + 1, place, state);
        }

        ulong begun = journal == null ? 0 : Fence.LoadAcquire(&journal->Begun); // pairs with (J1), Producer
        bool isSteady = Fence.LoadAcquire(&told->Reset) == reset;
        ImmutableArray<EntryRun> runs = list.ToArray();
        if (unknown > 0)
            remarks.Add($"Entry {firstUnknown} has state 0x{firstState:x}, which no party writes{(unknown > 1 ? $"; {unknown - 1} more have such states" : "")}.");
        if (isSteady)
        {
            RunOrder.Judge(runs, remarks);
            if (journal != null)
                RunOrder.JudgeByJournal(runs, (uint)geometry.Entries, reset, begun, published, remarks);
        }

        return report with
        {
            Told = report.Told!.Value with { Reset = reset },
            Journal = journal == null ? null : new RingJournal { Begun = begun, Published = published },
            Entries = runs,
            EntriesLeftOut = geometry.Entries - (int)count,
            IsSteady = isSteady,
            Remarks = [.. report.Remarks, .. remarks],
        };
    }
}
