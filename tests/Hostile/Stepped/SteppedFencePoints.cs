using System.Runtime.Intrinsics;

namespace RingCore.Hostile.Stepped;

/// <summary>
/// The coherent fence points with a hostile peer between any two accesses, and within wide ones between any two of their words. One thread plays all
/// parties, so that a seed decides everything.
/// </summary>
internal readonly unsafe struct SteppedFencePoints : IFencePoints
{
    private const int Words128 = 2;
    private const int Words256 = 4;
    private const int Words512 = 8;

    public static bool OrdersWideAccesses => false;

    public static uint ReadPlain(uint* location)
    {
        Interleaving.BeforeRead(location, sizeof(uint));
        return CoherentFencePoints.ReadPlain(location);
    }

    public static ulong ReadPlain(ulong* location)
    {
        Interleaving.BeforeRead(location, sizeof(ulong));
        return CoherentFencePoints.ReadPlain(location);
    }

    public static void WritePlain(uint* location, uint value)
    {
        Interleaving.BeforeWrite(location, sizeof(uint));
        CoherentFencePoints.WritePlain(location, value);
    }

    public static void WritePlain(ulong* location, ulong value)
    {
        Interleaving.BeforeWrite(location, sizeof(ulong));
        CoherentFencePoints.WritePlain(location, value);
    }

    public static uint ReadOnce(uint* location) => ReadPlain(location);

    public static ulong ReadOnce(ulong* location) => ReadPlain(location);

    public static void WriteOnce(uint* location, uint value) => WritePlain(location, value);

    public static void WriteOnce(ulong* location, ulong value) => WritePlain(location, value);

    public static uint LoadAcquire(uint* location) => ReadPlain(location);

    public static ulong LoadAcquire(ulong* location) => ReadPlain(location);

    public static void StoreRelease(uint* location, uint value) => WritePlain(location, value);

    public static void StoreRelease(ulong* location, ulong value) => WritePlain(location, value);

    public static uint Exchange(uint* location, uint value)
    {
        Interleaving.BeforeWrite(location, sizeof(uint));
        return CoherentFencePoints.Exchange(location, value);
    }

    public static ulong Exchange(ulong* location, ulong value)
    {
        Interleaving.BeforeWrite(location, sizeof(ulong));
        return CoherentFencePoints.Exchange(location, value);
    }

    public static uint CompareExchange(uint* location, uint value, uint comparand)
    {
        Interleaving.BeforeWrite(location, sizeof(uint));
        return CoherentFencePoints.CompareExchange(location, value, comparand);
    }

    public static ulong Or(ulong* location, ulong bits)
    {
        Interleaving.BeforeWrite(location, sizeof(ulong));
        return CoherentFencePoints.Or(location, bits);
    }

    public static ulong And(ulong* location, ulong bits)
    {
        Interleaving.BeforeWrite(location, sizeof(ulong));
        return CoherentFencePoints.And(location, bits);
    }

    public static void FullFence()
    {
    }

    public static void ProcessWideFence()
    {
    }

    public static Vector128<ulong> LoadWide128(ulong* location)
    {
        ulong* copy = stackalloc ulong[Words128];
        Load(location, copy, Words128);
        return Vector128.Load(copy);
    }

    public static Vector256<ulong> LoadWide256(ulong* location)
    {
        ulong* copy = stackalloc ulong[Words256];
        Load(location, copy, Words256);
        return Vector256.Load(copy);
    }

    public static Vector512<ulong> LoadWide512(ulong* location)
    {
        ulong* copy = stackalloc ulong[Words512];
        Load(location, copy, Words512);
        return Vector512.Load(copy);
    }

    public static void StoreWide128(ulong* location, Vector128<ulong> value)
    {
        for (int i = 0; i < Words128; i++)
            WritePlain(location + i, value[i]);
    }

    public static void StoreWide256(ulong* location, Vector256<ulong> value)
    {
        for (int i = 0; i < Words256; i++)
            WritePlain(location + i, value[i]);
    }

    public static void StoreWide512(ulong* location, Vector512<ulong> value)
    {
        for (int i = 0; i < Words512; i++)
            WritePlain(location + i, value[i]);
    }

    public static void Prefetch(void* address)
    {
    }

    /// <summary>Nobody else runs: a wait would last for ever. The peer may act, and the wait is over.</summary>
    public static void Wait(uint* word, uint expected, int timeoutMilliseconds) => Interleaving.BeforeRead(word, sizeof(uint));

    public static void Wake(uint* word) => Interleaving.BeforeRead(word, sizeof(uint));

    public static void FlushBeforeRead(void* start, nuint bytes)
    {
    }

    public static void FlushAfterWrite(void* start, nuint bytes)
    {
    }

    private static void Load(ulong* location, ulong* copy, int words)
    {
        // Even the words' order is the seed's: a wide load has none.
        int first = Interleaving.Below(words);
        for (int i = 0; i < words; i++)
            copy[(first + i) % words] = ReadPlain(location + ((first + i) % words));
    }
}
