using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RingCore;

/// <summary>
/// The fence points for memory mapped twice under virtually tagged caches: the coherent ones, with the flushes carried out by the host.
/// </summary>
/// <remarks>
/// No processor that .NET 10 runs on has such a data cache; this exists to state where the flushes stand and to run the rings under a
/// simulated one. Flushes cannot help two writers in one line: see docs/memory-model.md for which ring that leaves.
/// </remarks>
/// <typeparam name="TCache">How the host flushes.</typeparam>
public readonly unsafe struct VirtuallyTaggedFencePoints<TCache> : IFencePoints
    where TCache : IDataCache
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ReadPlain(uint* location) => CoherentFencePoints.ReadPlain(location);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ReadPlain(ulong* location) => CoherentFencePoints.ReadPlain(location);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WritePlain(uint* location, uint value) => CoherentFencePoints.WritePlain(location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WritePlain(ulong* location, ulong value) => CoherentFencePoints.WritePlain(location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ReadOnce(uint* location) => CoherentFencePoints.ReadOnce(location);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ReadOnce(ulong* location) => CoherentFencePoints.ReadOnce(location);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteOnce(uint* location, uint value) => CoherentFencePoints.WriteOnce(location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteOnce(ulong* location, ulong value) => CoherentFencePoints.WriteOnce(location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LoadAcquire(uint* location) => CoherentFencePoints.LoadAcquire(location);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong LoadAcquire(ulong* location) => CoherentFencePoints.LoadAcquire(location);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRelease(uint* location, uint value) => CoherentFencePoints.StoreRelease(location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRelease(ulong* location, ulong value) => CoherentFencePoints.StoreRelease(location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Exchange(uint* location, uint value) => CoherentFencePoints.Exchange(location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Exchange(ulong* location, ulong value) => CoherentFencePoints.Exchange(location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint CompareExchange(uint* location, uint value, uint comparand) =>
        CoherentFencePoints.CompareExchange(location, value, comparand);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Or(ulong* location, ulong bits) => CoherentFencePoints.Or(location, bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong And(ulong* location, ulong bits) => CoherentFencePoints.And(location, bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FullFence() => CoherentFencePoints.FullFence();

    /// <inheritdoc/>
    public static void ProcessWideFence() => CoherentFencePoints.ProcessWideFence();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> LoadWide128(ulong* location) => CoherentFencePoints.LoadWide128(location);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> LoadWide256(ulong* location) => CoherentFencePoints.LoadWide256(location);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> LoadWide512(ulong* location) => CoherentFencePoints.LoadWide512(location);

    /// <inheritdoc/>
    public static bool OrdersWideAccesses => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide128(ulong* location, Vector128<ulong> value) => CoherentFencePoints.StoreWide128(location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide256(ulong* location, Vector256<ulong> value) => CoherentFencePoints.StoreWide256(location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide512(ulong* location, Vector512<ulong> value) => CoherentFencePoints.StoreWide512(location, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(void* address) => CoherentFencePoints.Prefetch(address);

    /// <inheritdoc/>
    public static void Wait(uint* word, uint expected, int timeoutMilliseconds) =>
        CoherentFencePoints.Wait(word, expected, timeoutMilliseconds);

    /// <inheritdoc/>
    public static void Wake(uint* word) => CoherentFencePoints.Wake(word);

    /// <inheritdoc/>
    public static void FlushBeforeRead(void* start, nuint bytes) => TCache.FlushBeforeRead(start, bytes);

    /// <inheritdoc/>
    public static void FlushAfterWrite(void* start, nuint bytes) => TCache.FlushAfterWrite(start, bytes);
}
