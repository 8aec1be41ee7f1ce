using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;

namespace RingCore.Diagnostics;

/// <summary>
/// The rings of this process, so that a session learns of those that were made before it. Rings come and go here where they are made and disposed, whether
/// or not anybody listens; nothing else is done here then.
/// </summary>
/// <remarks>Handles are held weakly: a ring that is let go of without a dispose is not kept for this. Its seat is given away when seats run out.</remarks>
internal static unsafe class LiveRings
{
    /// <summary>What a ring costs here, outside of its own objects: three weak handles, a word each here and in the runtime's table.</summary>
    internal const int BytesPerRing = 3 * 2 * 8;

    private const int FirstSeats = 512;

    private static readonly Lock s_gate = new();
    private static Seat[] s_seats = new Seat[FirstSeats];
    private static int s_next;

    /// <summary>Takes in a ring that is ready: its resetter's numbers come first, so that a ring read in passing never has reset more than it has published.</summary>
    internal static void Add(RingHandle? producer, RingHandle? collector, RingHandle? resetter)
    {
        lock (s_gate)
        {
            int index = FreeSeat();
            s_seats[index] = new Seat(producer, collector, resetter);
            foreach (RingHandle? handle in (ReadOnlySpan<RingHandle?>)[producer, collector, resetter])
                handle?.Seat = index + 1;
        }
    }

    /// <summary>The last handle of a ring is disposed.</summary>
    internal static void Remove(RingHandle handle)
    {
        lock (s_gate)
        {
            if (handle.Seat != 0)
                s_seats[handle.Seat - 1].Free();
        }
    }

    /// <summary>What the ring of a handle has come to.</summary>
    /// <returns>False for a handle that stands alone, as the tests have them.</returns>
    internal static bool TryRead(RingHandle handle, out RingTotals totals)
    {
        totals = default;
        lock (s_gate)
            return handle.Seat != 0 && s_seats[handle.Seat - 1].TryRead(out totals);
    }

    /// <summary>What each ring has come to.</summary>
    internal static List<RingTotals> Read()
    {
        List<RingTotals> rings = [];
        lock (s_gate)
        {
            foreach (Seat seat in s_seats)
            {
                if (seat.TryRead(out RingTotals totals))
                    rings.Add(totals);
            }
        }

        return rings;
    }

    /// <summary>Whose word it is that asks for a wake-up.</summary>
    internal static bool TryFindSleeper(uint* waits, out uint ring, out string side)
    {
        lock (s_gate)
        {
            foreach (Seat seat in s_seats)
            {
                if (seat.Any is not { } handle || !handle.TryNameSleeper(waits, out side))
                    continue;
                ring = handle.RingId;
                return true;
            }
        }

        (ring, side) = (0, "");
        return false;
    }

    private static int FreeSeat()
    {
        int index = NextFree();
        if (index >= 0)
            return index;
        foreach (ref Seat seat in s_seats.AsSpan())
        {
            if (seat.Any is null)
                seat.Free();
        }

        index = NextFree();
        if (index >= 0)
            return index;
        index = s_seats.Length;
        Array.Resize(ref s_seats, index * 2);
        return s_next = index;
    }

    private static int NextFree()
    {
        for (int i = 0; i < s_seats.Length; i++)
        {
            int index = (s_next + i) % s_seats.Length;
            if (s_seats[index].IsTaken)
                continue;
            s_next = index + 1;
            return index;
        }

        return -1;
    }

    /// <summary>One ring.</summary>
    private struct Seat(RingHandle? producer, RingHandle? collector, RingHandle? resetter)
    {
        private GCHandle _producer = Weak(producer);
        private GCHandle _collector = Weak(collector);
        private GCHandle _resetter = Weak(resetter);

        internal readonly bool IsTaken => _producer.IsAllocated || _collector.IsAllocated || _resetter.IsAllocated;

        internal readonly RingHandle? Any => Target(_producer) ?? Target(_collector) ?? Target(_resetter);

        internal readonly bool TryRead(out RingTotals totals)
        {
            totals = default;
            if (Any is not { } any)
                return false;
            totals = new RingTotals(any.RingId, any.Numbers);
            Target(_resetter)?.AddTo(ref totals);
            Target(_collector)?.AddTo(ref totals);
            Target(_producer)?.AddTo(ref totals);
            return true;
        }

        internal void Free()
        {
            Free(ref _producer);
            Free(ref _collector);
            Free(ref _resetter);
        }

        private static GCHandle Weak(RingHandle? handle) => handle is null ? default : GCHandle.Alloc(handle, GCHandleType.Weak);

        private static RingHandle? Target(GCHandle handle) => handle.IsAllocated ? (RingHandle?)handle.Target : null;

        private static void Free(ref GCHandle handle)
        {
            if (handle.IsAllocated)
                handle.Free();
            handle = default;
        }
    }
}
