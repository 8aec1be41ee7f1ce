using System.Runtime.Intrinsics;

namespace RingCore.Tracking.Tests;

/// <summary>
/// The coherent fence points, with a word to say before each ordered access and a process-wide fence of the flavour's choice.
/// </summary>
internal readonly unsafe struct DelegatingFencePoints<TFlavor> : IFencePoints
    where TFlavor : IFenceFlavor
{
    public static uint ReadPlain(uint* location) => CoherentFencePoints.ReadPlain(location);

    public static ulong ReadPlain(ulong* location)
    {
        TFlavor.Before(nameof(ReadPlain), location);
        return CoherentFencePoints.ReadPlain(location);
    }

    public static void WritePlain(uint* location, uint value) => CoherentFencePoints.WritePlain(location, value);

    public static void WritePlain(ulong* location, ulong value)
    {
        TFlavor.Before(nameof(WritePlain), location);
        CoherentFencePoints.WritePlain(location, value);
    }

    public static uint ReadOnce(uint* location) => CoherentFencePoints.ReadOnce(location);

    public static ulong ReadOnce(ulong* location)
    {
        TFlavor.Before(nameof(ReadOnce), location);
        return CoherentFencePoints.ReadOnce(location);
    }

    public static void WriteOnce(uint* location, uint value) => CoherentFencePoints.WriteOnce(location, value);

    public static void WriteOnce(ulong* location, ulong value)
    {
        TFlavor.Before(nameof(WriteOnce), location);
        CoherentFencePoints.WriteOnce(location, value);
    }

    public static uint LoadAcquire(uint* location) => CoherentFencePoints.LoadAcquire(location);

    public static ulong LoadAcquire(ulong* location) => CoherentFencePoints.LoadAcquire(location);

    public static void StoreRelease(uint* location, uint value) => CoherentFencePoints.StoreRelease(location, value);

    public static void StoreRelease(ulong* location, ulong value) => CoherentFencePoints.StoreRelease(location, value);

    public static uint Exchange(uint* location, uint value) => CoherentFencePoints.Exchange(location, value);

    public static ulong Exchange(ulong* location, ulong value)
    {
        TFlavor.Before(nameof(Exchange), location);
        return CoherentFencePoints.Exchange(location, value);
    }

    public static uint CompareExchange(uint* location, uint value, uint comparand) =>
        CoherentFencePoints.CompareExchange(location, value, comparand);

    public static ulong Or(ulong* location, ulong bits)
    {
        TFlavor.Before(nameof(Or), location);
        return CoherentFencePoints.Or(location, bits);
    }

    public static ulong And(ulong* location, ulong bits)
    {
        TFlavor.Before(nameof(And), location);
        return CoherentFencePoints.And(location, bits);
    }

    public static void FullFence() => CoherentFencePoints.FullFence();

    public static void ProcessWideFence() => TFlavor.ProcessWideFence();

    public static Vector128<ulong> LoadWide128(ulong* location) => CoherentFencePoints.LoadWide128(location);

    public static Vector256<ulong> LoadWide256(ulong* location) => CoherentFencePoints.LoadWide256(location);

    public static Vector512<ulong> LoadWide512(ulong* location) => CoherentFencePoints.LoadWide512(location);

    public static bool OrdersWideAccesses => false;

    public static void StoreWide128(ulong* location, Vector128<ulong> value) => CoherentFencePoints.StoreWide128(location, value);

    public static void StoreWide256(ulong* location, Vector256<ulong> value) => CoherentFencePoints.StoreWide256(location, value);

    public static void StoreWide512(ulong* location, Vector512<ulong> value) => CoherentFencePoints.StoreWide512(location, value);

    public static void Prefetch(void* address)
    {
    }

    public static void Wait(uint* word, uint expected, int timeoutMilliseconds)
    {
        TFlavor.BeforeWait();
        CoherentFencePoints.Wait(word, expected, timeoutMilliseconds);
    }

    public static void Wake(uint* word) => CoherentFencePoints.Wake(word);

    public static void FlushBeforeRead(void* start, nuint bytes)
    {
    }

    public static void FlushAfterWrite(void* start, nuint bytes)
    {
    }
}
