using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using RingCore.Layouts;

namespace RingCore.Tests;

/// <summary>
/// The kernel's coalescing as a plain model: a batch is a base and a set of distances; differences are those of unbounded integers, so that
/// nothing wraps. Written from the rules, not from the coalescer: same slot only; 0 to 63 ahead joins; 1 to 63 behind becomes the new base
/// if no distance then exceeds 63; anything else starts a new batch.
/// </summary>
internal static class KernelCoalescing
{
    public static List<ResetBatch> Coalesce(IEnumerable<DirtyPage> pages)
    {
        List<ResetBatch> batches = [];
        uint slot = 0;
        BigInteger start = 0;
        HashSet<int> distances = [];
        foreach (DirtyPage page in pages)
        {
            BigInteger delta = page.Offset - start;
            if (distances.Count > 0 && page.Slot == slot && delta >= 0 && delta < 64)
            {
                distances.Add((int)delta);
            }
            else if (distances.Count > 0 && page.Slot == slot && delta < 0 && delta > -64 && distances.Max() - (int)delta < 64)
            {
                distances = [0, .. distances.Select(distance => distance - (int)delta)];
                start = page.Offset;
            }
            else
            {
                HandOut();
                (slot, start, distances) = (page.Slot, page.Offset, [0]);
            }
        }

        HandOut();
        return batches;

        void HandOut()
        {
            if (distances.Count > 0)
                batches.Add(new ResetBatch(slot, (ulong)start, distances.Aggregate(0UL, (mask, distance) => mask | (1UL << distance))));
        }
    }
}
