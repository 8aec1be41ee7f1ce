using System;
using RingCore.Hostile.Moves;
using RingCore.Layouts;

namespace RingCore.Hostile.Oracle;

/// <summary>The collector that comes after a hostile one, over a new ring: everything must reach it that nobody who is to be believed has read.</summary>
internal static class HonestSuccessor
{
    // Each turn pushes or harvests at least one page.
    private const int MostTurns = 4 * HostilePages.Count;

    /// <summary>Takes a harvest of one ring's worth.</summary>
    internal delegate int Harvest(Span<DirtyPage> pages);

    /// <summary>Pushes all that is dirty and harvests it.</summary>
    /// <param name="oracle">Knows what was written.</param>
    /// <param name="ring">The producer's side of the new ring.</param>
    /// <param name="harvest">The new ring's collector.</param>
    /// <returns>Pages written and not delivered.</returns>
    /// <exception cref="OracleException">A page came that was not pushed.</exception>
    internal static int CountLost(PageOracle oracle, AttackedRing ring, Harvest harvest)
    {
        int[] dirty = oracle.BeginAttachment();
        bool[] delivered = new bool[HostilePages.Count];
        DirtyPage[] pages = new DirtyPage[ring.Entries];
        int pushed = 0;
        int arrived = 0;
        for (int turn = 0; arrived < dirty.Length && turn < MostTurns; turn++)
        {
            while (pushed < dirty.Length && TryPush(oracle, ring, dirty[pushed]))
                pushed++;
            int count = harvest(pages);
            foreach (DirtyPage page in pages.AsSpan(0, count))
            {
                int number = HostilePages.NumberOf(page.Slot, page.Offset);
                if (number < 0 || delivered[number] || Array.BinarySearch(dirty, number) < 0)
                    throw new OracleException($"The honest successor was told of {page}, which is not dirty or was told already.");
                delivered[number] = true;
            }

            arrived += count;
            oracle.EndReset(ring.Reset(ref oracle, int.MaxValue));
        }

        int lost = 0;
        for (int page = 0; page < HostilePages.Count; page++)
            lost += oracle.Written[page] != 0 && !delivered[page] ? 1 : 0;
        return lost;
    }

    private static bool TryPush(PageOracle oracle, AttackedRing ring, int page)
    {
        oracle.Push(page);
        bool taken = ring.Push(HostilePages.At(page)) != PushStatus.RefusedFull;
        oracle.EndPush(1, taken ? 1 : 0);
        return taken;
    }
}
