using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Fp = RingCore.CoherentFencePoints;

namespace RingCore.Benchmarks.Events;

/// <summary>The fence points that ship, for rings that are compiled without events.</summary>
internal readonly unsafe struct UntracedFencePoints : IFencePoints
{
    static bool IFencePoints.IsTraced => false;

    public static bool OrdersWideAccesses => Fp.OrdersWideAccesses;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ReadPlain(uint* location) => Fp.ReadPlain(location);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ReadPlain(ulong* location) => Fp.ReadPlain(location);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WritePlain(uint* location, uint value) => Fp.WritePlain(location, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WritePlain(ulong* location, ulong value) => Fp.WritePlain(location, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ReadOnce(uint* location) => Fp.ReadOnce(location);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ReadOnce(ulong* location) => Fp.ReadOnce(location);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteOnce(uint* location, uint value) => Fp.WriteOnce(location, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteOnce(ulong* location, ulong value) => Fp.WriteOnce(location, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LoadAcquire(uint* location) => Fp.LoadAcquire(location);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong LoadAcquire(ulong* location) => Fp.LoadAcquire(location);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRelease(uint* location, uint value) => Fp.StoreRelease(location, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRelease(ulong* location, ulong value) => Fp.StoreRelease(location, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Exchange(uint* location, uint value) => Fp.Exchange(location, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Exchange(ulong* location, ulong value) => Fp.Exchange(location, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint CompareExchange(uint* location, uint value, uint comparand) => Fp.CompareExchange(location, value, comparand);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Or(ulong* location, ulong bits) => Fp.Or(location, bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong And(ulong* location, ulong bits) => Fp.And(location, bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FullFence() => Fp.FullFence();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ProcessWideFence() => Fp.ProcessWideFence();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> LoadWide128(ulong* location) => Fp.LoadWide128(location);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> LoadWide256(ulong* location) => Fp.LoadWide256(location);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> LoadWide512(ulong* location) => Fp.LoadWide512(location);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide128(ulong* location, Vector128<ulong> value) => Fp.StoreWide128(location, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide256(ulong* location, Vector256<ulong> value) => Fp.StoreWide256(location, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide512(ulong* location, Vector512<ulong> value) => Fp.StoreWide512(location, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(void* address) => Fp.Prefetch(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Wait(uint* word, uint expected, int timeoutMilliseconds) => Fp.Wait(word, expected, timeoutMilliseconds);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Wake(uint* word) => Fp.Wake(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FlushBeforeRead(void* start, nuint bytes) => Fp.FlushBeforeRead(start, bytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FlushAfterWrite(void* start, nuint bytes) => Fp.FlushAfterWrite(start, bytes);
}
