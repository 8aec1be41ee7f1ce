using System;
using System.Collections.Generic;
using RingCore.Layouts;
using Fence = RingCore.SharedFencePoints;

namespace RingCore;

/*
 * A look at the three indices of a ring that may be moving.
 *
 *   LoadAcquire(reset), LoadAcquire(fetch), LoadAcquire(avail), LoadAcquire(reset) again
 *
 *   At each moment reset <= fetch <= avail, and none of them goes back. Each is read after the one that it may not be before, so what is read is in order
 *   too; and where reset stood still, what is between reset and avail was in use at the moment when avail was read.
 */

/// <summary>Tells the condition of an indexed ring's entries, which is in the indices alone.</summary>
internal static unsafe class IndexedLook
{
    private const int Looks = 4;

    internal static RingReport At(RingReport report, ToldWords* told, AnsweredWords* answered, RingGeometry geometry)
    {
        uint reset = 0, fetch = 0, avail = 0;
        bool isSteady = false;
        for (int look = 0; look < Looks && !isSteady; look++)
        {
            reset = Fence.LoadAcquire(&told->Reset); // pairs with (R2), Resetter
            fetch = Fence.LoadAcquire(&answered->Fetch); // pairs with (H2), Collector
            avail = Fence.LoadAcquire(&told->Avail); // pairs with (P1), Producer
            isSteady = Fence.LoadAcquire(&told->Reset) == reset;
        }

        (uint harvested, uint published) = (fetch - reset, avail - reset);
        List<string> remarks = [];
        EntryRunList runs = new();
        uint entries = (uint)geometry.Entries;
        if (published > entries)
        {
            if (isSteady)
                remarks.Add($"Indices out of order: avail is {avail} and reset {reset}, which are {published} apart in a ring of {entries}.");
        }
        else
        {
            if ((int)harvested < 0)
                remarks.Add($"Indices out of order: the collector's fetch, {fetch}, stands before reset, {reset}.");
            else if (harvested > published)
                remarks.Add($"Indices out of order: the collector's fetch, {fetch}, stands behind avail, {avail}.");
            uint taken = (int)harvested < 0 ? 0 : Math.Min(harvested, published);
            Prepend(runs, reset + published, entries - published, geometry.Mask, EntryCondition.Free);
            Prepend(runs, reset + taken, published - taken, geometry.Mask, EntryCondition.Published);
            Prepend(runs, reset, taken, geometry.Mask, EntryCondition.Harvested);
        }

        return report with
        {
            Told = report.Told!.Value with { Reset = reset, Avail = avail },
            Answered = report.Answered!.Value with { Fetch = fetch },
            Entries = runs.ToArray(),
            IsSteady = isSteady,
            Remarks = [.. report.Remarks, .. remarks],
        };
    }

    private static void Prepend(EntryRunList runs, uint index, uint count, uint mask, EntryCondition condition)
    {
        uint first = index & mask;
        uint toEnd = Math.Min(count, mask + 1 - first);
        runs.Prepend(0, (int)(count - toEnd), condition);
        runs.Prepend((int)first, (int)toEnd, condition);
    }
}
