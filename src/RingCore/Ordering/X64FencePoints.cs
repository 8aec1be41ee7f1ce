using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RingCore;

/// <summary>
/// The fence points of x86-64 alone: the coherent ones, with two axioms about wide accesses that .NET does not give.
/// </summary>
/// <remarks>
/// <list type="number">
/// <item>Total store order holds for vector loads and stores in write-back memory as it does for others: loads in order, stores in order, no store
/// before an earlier load (Intel 64 and IA-32 Architectures Software Developer's Manual, volume 3, "Memory Ordering"; AMD64 Architecture
/// Programmer's Manual, volume 2, "Memory System").</item>
/// <item>An aligned 16-byte part of a vector access is single-copy atomic. Both vendors document it for 16-byte accesses on processors with
/// AVX (Intel volume 3, "Guaranteed Atomic Operations"; AMD volume 1, "Access Atomicity"); that a 32- or 64-byte access consists of
/// such parts is an axiom of this type, and nobody's promise.</item>
/// </list>
/// It also takes the JIT to keep volatile and vector accesses in program order. Never chosen elsewhere: a ring over it is refused by
/// processors that are not x86-64 with AVX.
/// </remarks>
public readonly unsafe struct X64FencePoints : IFencePoints
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
    public static bool OrdersWideAccesses => true;

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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FlushBeforeRead(void* start, nuint bytes)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FlushAfterWrite(void* start, nuint bytes)
    {
    }
}
