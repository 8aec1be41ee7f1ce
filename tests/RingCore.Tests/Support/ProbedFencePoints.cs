using System;
using System.Collections.Generic;
using System.Runtime.Intrinsics;
using RingCore.Platform;

namespace RingCore.Tests;

/// <summary>
/// The coherent fence points with a window: a thread can record its accesses, and run something of its own just before one of them, as a
/// second party would at the worst moment. Waits are the portable, polling ones.
/// </summary>
internal readonly unsafe struct ProbedFencePoints : IFencePoints
{
    /// <summary>Where this thread's accesses are written, if anywhere.</summary>
    [ThreadStatic]
    public static List<Access>? Log;

    /// <summary>Runs before each access of this thread, with its name; not within itself.</summary>
    [ThreadStatic]
    public static Action<string>? Before;

    public static uint ReadPlain(uint* location)
    {
        Note(nameof(ReadPlain), location, sizeof(uint));
        return CoherentFencePoints.ReadPlain(location);
    }

    public static ulong ReadPlain(ulong* location)
    {
        Note(nameof(ReadPlain), location, sizeof(ulong));
        return CoherentFencePoints.ReadPlain(location);
    }

    public static void WritePlain(uint* location, uint value)
    {
        Note(nameof(WritePlain), location, sizeof(uint));
        CoherentFencePoints.WritePlain(location, value);
    }

    public static void WritePlain(ulong* location, ulong value)
    {
        Note(nameof(WritePlain), location, sizeof(ulong));
        CoherentFencePoints.WritePlain(location, value);
    }

    public static uint ReadOnce(uint* location)
    {
        Note(nameof(ReadOnce), location, sizeof(uint));
        return CoherentFencePoints.ReadOnce(location);
    }

    public static ulong ReadOnce(ulong* location)
    {
        Note(nameof(ReadOnce), location, sizeof(ulong));
        return CoherentFencePoints.ReadOnce(location);
    }

    public static void WriteOnce(uint* location, uint value)
    {
        Note(nameof(WriteOnce), location, sizeof(uint));
        CoherentFencePoints.WriteOnce(location, value);
    }

    public static void WriteOnce(ulong* location, ulong value)
    {
        Note(nameof(WriteOnce), location, sizeof(ulong));
        CoherentFencePoints.WriteOnce(location, value);
    }

    public static uint LoadAcquire(uint* location)
    {
        Note(nameof(LoadAcquire), location, sizeof(uint));
        return CoherentFencePoints.LoadAcquire(location);
    }

    public static ulong LoadAcquire(ulong* location)
    {
        Note(nameof(LoadAcquire), location, sizeof(ulong));
        return CoherentFencePoints.LoadAcquire(location);
    }

    public static void StoreRelease(uint* location, uint value)
    {
        Note(nameof(StoreRelease), location, sizeof(uint));
        CoherentFencePoints.StoreRelease(location, value);
    }

    public static void StoreRelease(ulong* location, ulong value)
    {
        Note(nameof(StoreRelease), location, sizeof(ulong));
        CoherentFencePoints.StoreRelease(location, value);
    }

    public static uint Exchange(uint* location, uint value)
    {
        Note(nameof(Exchange), location, sizeof(uint));
        return CoherentFencePoints.Exchange(location, value);
    }

    public static ulong Exchange(ulong* location, ulong value)
    {
        Note(nameof(Exchange), location, sizeof(ulong));
        return CoherentFencePoints.Exchange(location, value);
    }

    public static uint CompareExchange(uint* location, uint value, uint comparand)
    {
        Note(nameof(CompareExchange), location, sizeof(uint));
        return CoherentFencePoints.CompareExchange(location, value, comparand);
    }

    public static ulong Or(ulong* location, ulong bits)
    {
        Note(nameof(Or), location, sizeof(ulong));
        return CoherentFencePoints.Or(location, bits);
    }

    public static ulong And(ulong* location, ulong bits)
    {
        Note(nameof(And), location, sizeof(ulong));
        return CoherentFencePoints.And(location, bits);
    }

    public static void FullFence()
    {
        Note(nameof(FullFence), null, 0);
        CoherentFencePoints.FullFence();
    }

    public static void ProcessWideFence()
    {
        Note(nameof(ProcessWideFence), null, 0);
        CoherentFencePoints.ProcessWideFence();
    }

    public static Vector128<ulong> LoadWide128(ulong* location)
    {
        Note("LoadWide", location, 16);
        return CoherentFencePoints.LoadWide128(location);
    }

    public static Vector256<ulong> LoadWide256(ulong* location)
    {
        Note("LoadWide", location, 32);
        return CoherentFencePoints.LoadWide256(location);
    }

    public static Vector512<ulong> LoadWide512(ulong* location)
    {
        Note("LoadWide", location, 64);
        return CoherentFencePoints.LoadWide512(location);
    }

    public static bool OrdersWideAccesses => false;

    public static void StoreWide128(ulong* location, Vector128<ulong> value)
    {
        Note("StoreWide", location, 16);
        CoherentFencePoints.StoreWide128(location, value);
    }

    public static void StoreWide256(ulong* location, Vector256<ulong> value)
    {
        Note("StoreWide", location, 32);
        CoherentFencePoints.StoreWide256(location, value);
    }

    public static void StoreWide512(ulong* location, Vector512<ulong> value)
    {
        Note("StoreWide", location, 64);
        CoherentFencePoints.StoreWide512(location, value);
    }

    public static void Prefetch(void* address)
    {
    }

    public static void Wait(uint* word, uint expected, int timeoutMilliseconds)
    {
        Note(nameof(Wait), word, sizeof(uint));
        Futex.Poll(word, expected, timeoutMilliseconds);
    }

    /// <summary>Pollers find out for themselves.</summary>
    public static void Wake(uint* word) => Note(nameof(Wake), word, sizeof(uint));

    public static void FlushBeforeRead(void* start, nuint bytes) => Note(nameof(FlushBeforeRead), start, (int)bytes);

    public static void FlushAfterWrite(void* start, nuint bytes) => Note(nameof(FlushAfterWrite), start, (int)bytes);

    private static void Note(string operation, void* address, int bytes)
    {
        if (Before is { } before)
        {
            Before = null;
            before(operation);
            Before = before;
        }

        Log?.Add(new Access(operation, (nint)address, bytes));
    }
}
