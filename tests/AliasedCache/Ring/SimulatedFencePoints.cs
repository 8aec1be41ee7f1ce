using System;
using System.Runtime.Intrinsics;

namespace RingCore.AliasedCache;

/// <summary>
/// The fence points of the simulation: every access of a ring is a step of the party that this thread plays. Orders are not simulated, each
/// party's accesses take effect as they are made. Nobody sleeps, and no ring with many producers runs here: their exchanges are refused.
/// </summary>
public readonly unsafe struct SimulatedFencePoints : IFencePoints
{
    public static uint ReadPlain(uint* location) => Read(location, nameof(ReadPlain));

    public static ulong ReadPlain(ulong* location) => Read(location, nameof(ReadPlain));

    public static void WritePlain(uint* location, uint value) => Write(location, nameof(WritePlain), value);

    public static void WritePlain(ulong* location, ulong value) => Write(location, nameof(WritePlain), value);

    public static uint ReadOnce(uint* location) => Read(location, nameof(ReadOnce));

    public static ulong ReadOnce(ulong* location) => Read(location, nameof(ReadOnce));

    public static void WriteOnce(uint* location, uint value) => Write(location, nameof(WriteOnce), value);

    public static void WriteOnce(ulong* location, ulong value) => Write(location, nameof(WriteOnce), value);

    public static uint LoadAcquire(uint* location) => Read(location, nameof(LoadAcquire));

    public static ulong LoadAcquire(ulong* location) => Read(location, nameof(LoadAcquire));

    public static void StoreRelease(uint* location, uint value) => Write(location, nameof(StoreRelease), value);

    public static void StoreRelease(ulong* location, ulong value) => Write(location, nameof(StoreRelease), value);

    public static uint Exchange(uint* location, uint value) => throw Refused(nameof(Exchange));

    public static ulong Exchange(ulong* location, ulong value) => throw Refused(nameof(Exchange));

    public static uint CompareExchange(uint* location, uint value, uint comparand) => throw Refused(nameof(CompareExchange));

    public static ulong Or(ulong* location, ulong bits) => throw Refused(nameof(Or));

    public static ulong And(ulong* location, ulong bits) => throw Refused(nameof(And));

    public static void FullFence()
    {
    }

    public static void ProcessWideFence()
    {
    }

    public static Vector128<ulong> LoadWide128(ulong* location) =>
        Vector128.Create(Read(location, nameof(LoadWide128)), Read(location + 1, nameof(LoadWide128)));

    public static Vector256<ulong> LoadWide256(ulong* location) => Vector256.Create(LoadWide128(location), LoadWide128(location + 2));

    public static Vector512<ulong> LoadWide512(ulong* location) => Vector512.Create(LoadWide256(location), LoadWide256(location + 4));

    public static bool OrdersWideAccesses => false;

    public static void StoreWide128(ulong* location, Vector128<ulong> value)
    {
        Write(location, nameof(StoreWide128), value[0]);
        Write(location + 1, nameof(StoreWide128), value[1]);
    }

    public static void StoreWide256(ulong* location, Vector256<ulong> value)
    {
        StoreWide128(location, value.GetLower());
        StoreWide128(location + 2, value.GetUpper());
    }

    public static void StoreWide512(ulong* location, Vector512<ulong> value)
    {
        StoreWide256(location, value.GetLower());
        StoreWide256(location + 4, value.GetUpper());
    }

    public static void Prefetch(void* address)
    {
    }

    public static void Wait(uint* word, uint expected, int timeoutMilliseconds) => throw Refused(nameof(Wait));

    public static void Wake(uint* word) => throw Refused(nameof(Wake));

    public static void FlushBeforeRead(void* start, nuint bytes) => PartyRun.Current.Flush(start, bytes, AccessKind.FlushBeforeRead);

    public static void FlushAfterWrite(void* start, nuint bytes) => PartyRun.Current.Flush(start, bytes, AccessKind.FlushAfterWrite);

    private static uint Read(uint* location, string name) => (uint)PartyRun.Current.Read(location, name, sizeof(uint));

    private static ulong Read(ulong* location, string name) => PartyRun.Current.Read(location, name, sizeof(ulong));

    private static void Write(uint* location, string name, uint value) => PartyRun.Current.Write(location, name, sizeof(uint), value);

    private static void Write(ulong* location, string name, ulong value) => PartyRun.Current.Write(location, name, sizeof(ulong), value);

    private static NotSupportedException Refused(string name) => new($"{name} is not simulated: no scenario sleeps or has several producers.");
}
