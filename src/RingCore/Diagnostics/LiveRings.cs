using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;

namespace RingCore.Diagnostics;

/// <summary>
/// The rings of this process, so that a session learns of those that were made before it. Rings come and go here where they are made and disposed, whether
/// or not anybody listens; nothing else is done here then.
/// </summary>
/// <remarks>Rings are held weakly: one that is let go of without a dispose is not kept for this. Its seat is given away when seats run out.</remarks>
internal static unsafe class LiveRings
{
    /// <summary>What a ring costs here, outside of its own objects: a weak handle, one word in the table and one in the runtime's.</summary>
    internal const int BytesPerRing = 2 * 8;

    private const int FirstSeats = 512;

    private static readonly Lock s_gate = new();
    private static GCHandle[] s_seats = new GCHandle[FirstSeats];
    private static int s_next;

    /// <summary>Takes in a ring that is ready.</summary>
    internal static void Add(ILiveRing ring)
    {
        lock (s_gate)
        {
            ring.Seat = FreeSeat();
            s_seats[ring.Seat] = GCHandle.Alloc(ring, GCHandleType.Weak);
        }
    }

    /// <summary>The last handle of a ring is disposed.</summary>
    internal static void Remove(ILiveRing ring)
    {
        lock (s_gate)
            Free(ref s_seats[ring.Seat]);
    }

    /// <summary>What each ring has come to.</summary>
    internal static List<RingTotals> Read()
    {
        List<RingTotals> totals = [];
        foreach (ILiveRing ring in All())
            totals.Add(RingTotals.Of(ring));
        return totals;
    }

    /// <summary>Whose word it is that asks for a wake-up.</summary>
    internal static bool TryFindSleeper(uint* waits, out uint ring, out string side)
    {
        foreach (ILiveRing live in All())
        {
            if (!live.Memory.TryNameSleeper(waits, out side))
                continue;
            ring = live.Memory.Id;
            return true;
        }

        (ring, side) = (0, "");
        return false;
    }

    private static List<ILiveRing> All()
    {
        List<ILiveRing> rings = [];
        lock (s_gate)
        {
            foreach (GCHandle seat in s_seats)
            {
                if (seat.IsAllocated && seat.Target is ILiveRing ring)
                    rings.Add(ring);
            }
        }

        return rings;
    }

    private static int FreeSeat()
    {
        int seat = NextFree();
        if (seat >= 0)
            return seat;
        foreach (ref GCHandle taken in s_seats.AsSpan())
        {
            if (taken.Target is null)
                Free(ref taken);
        }

        seat = NextFree();
        if (seat >= 0)
            return seat;
        s_next = s_seats.Length;
        Array.Resize(ref s_seats, s_next * 2);
        return NextFree();
    }

    private static int NextFree()
    {
        for (int i = 0; i < s_seats.Length; i++)
        {
            int seat = (s_next + i) % s_seats.Length;
            if (s_seats[seat].IsAllocated)
                continue;
            s_next = seat + 1;
            return seat;
        }

        return -1;
    }

    private static void Free(ref GCHandle seat)
    {
        seat.Free();
        seat = default;
    }
}
